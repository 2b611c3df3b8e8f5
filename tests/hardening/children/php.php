<?php

/**
 * Receives webhooks and prints whatever PHP shows of errors and verifiers; see `memory` in this room.
 */

declare(strict_types=1);

use Commet\Commet;
use Commet\WebhookException;
use Commet\Webhooks;

require __DIR__ . '/../../../bindings-php/autoload.php';

function answer(string $line, ?Webhooks &$kept): void
{
    [$command, $secret, $signature, $body] = explode(' ', rtrim($line, "\n"), 4);
    if ($command === 'drop') {
        $kept = null;
        return;
    }
    $secret = $secret === '-' ? ' ' : $secret;
    $signature = $signature === '-' ? null : $signature;
    $client = (new Commet())->webhooks;
    var_dump($client->verify($body, $signature, $secret));
    var_dump($client->verifyAndParse($body, $signature, $secret) !== null);
    try {
        $webhooks = new Webhooks(secret: $secret);
        var_dump($webhooks);
        print_r($webhooks);
        $webhooks->receive(
            $body,
            ['X-Commet-Signature' => $signature, 'X-Commet-Event' => 'payment.failed'],
            mode: 'live',
            maxAge: 3600,
            now: new DateTimeImmutable('2026-03-25T14:30:00Z'),
            maxBodyBytes: 2000,
        );
        echo "ok\n";
        if ($command === 'keep') {
            $kept = $webhooks;
        }
    } catch (WebhookException $exception) {
        echo $exception->errorCode, "\n", $exception->getMessage(), "\n", $exception, "\n";
    }
}

$kept = null;
while (($line = fgets(STDIN)) !== false) {
    answer($line, $kept);
    gc_collect_cycles();
    echo "done\n";
}
