<?php

declare(strict_types=1);

namespace Commet\Tests;

use Commet\Commet;
use Commet\ConfigurationException;
use PHPUnit\Framework\TestCase;

/**
 * Every case of the vectors that all languages share.
 */
final class VectorsTest extends TestCase
{
    private const DIRECTORY = __DIR__ . '/../../tests/vectors';

    /**
     * @dataProvider suites
     */
    public function testEveryCaseOf(string $suite): void
    {
        [$cases, $count] = self::load($suite);
        self::assertCount($count, $cases);
        foreach ($cases as $case) {
            $answer = Conformance::answer(['body' => base64_encode(self::bytes($case['body']))] + $case);
            $expected = ['id' => $case['id']] + $case['expect'];
            self::assertSame(self::sorted($expected), self::sorted($answer), "{$case['id']}: {$case['comment']}");
        }
    }

    public function testKnownAnswersOfSign(): void
    {
        [$cases, $count] = self::load('hmac');
        self::assertCount($count, $cases);
        foreach ($cases as $case) {
            try {
                $signature = (new Commet())->webhooks->sign(self::bytes($case['payload']), self::bytes($case['key']));
            } catch (ConfigurationException $exception) {
                self::assertSame('empty_secret', $exception->errorCode);
                $signature = null;
            }
            self::assertSame($case['signature'], $signature, $case['id']);
        }
    }

    /**
     * @return iterable<string, array{string}>
     */
    public function suites(): iterable
    {
        foreach (glob(self::DIRECTORY . '/*.json') as $file) {
            $suite = basename($file, '.json');
            if ($suite !== 'hmac') {
                yield $suite => [$suite];
            }
        }
    }

    /**
     * @return array{list<array<string, mixed>>, int}
     */
    private static function load(string $suite): array
    {
        $text = file_get_contents(self::DIRECTORY . "/$suite.json");
        // The values of deep bodies are deeper than the bodies.
        $file = json_decode($text, true, 4096, JSON_THROW_ON_ERROR);

        return [$file['cases'], $file['count']];
    }

    private static function bytes(string|array $form): string
    {
        if (is_string($form)) {
            return $form;
        }
        if (isset($form['base64'])) {
            return base64_decode($form['base64'], true);
        }

        return implode('', array_map(static fn (array $part) => str_repeat(...$part), $form['repeat']));
    }

    private static function sorted(mixed $value): mixed
    {
        if (!is_array($value)) {
            return $value;
        }
        if (!array_is_list($value)) {
            ksort($value, SORT_STRING);
        }

        return array_map(self::sorted(...), $value);
    }
}
