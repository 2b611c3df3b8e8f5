<?php

/**
 * Answers conformance cases: a line each on standard input, a result each on standard output.
 */

declare(strict_types=1);

use Commet\JsonObject;
use Commet\Tests\Conformance;

require __DIR__ . '/../autoload.php';
require __DIR__ . '/../tests/Conformance.php';

ini_set('memory_limit', '-1');
while (($line = fgets(STDIN)) !== false) {
    // PHP's own reader refuses half a surrogate pair, which a case may well have.
    $answer = Conformance::answer(Conformance::arrays(JsonObject::parse($line)));
    // Values are written as several levels for each of theirs.
    echo json_encode($answer, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES, 4096), "\n";
}
