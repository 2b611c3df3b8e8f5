<?php

declare(strict_types=1);

namespace Commet;

use DateTimeInterface;
use FFI;
use FFI\CData;
use SensitiveParameter;
use Throwable;
use ValueError;

use function strlen;
use function unserialize;

/**
 * The C library: a verifier with its secrets, and what needs none. Nothing else touches FFI.
 *
 * What the library answers, it writes in PHP's own format for `unserialize`, into memory of its own that
 * all calls share. No class but `JsonObject` is ever made of it.
 *
 * @internal
 */
final class Native
{
    /** As what a preloaded library is known to FFI. */
    public const SCOPE = 'commet';

    /** The environment variable that names a library to use instead of all others. */
    private const VARIABLE = 'COMMET_LIBRARY';

    public const ARRAYS = ['allowed_classes' => false, 'max_depth' => 0];
    private const OBJECTS = ['allowed_classes' => [JsonObject::class], 'max_depth' => 0];

    private static ?FFI $library = null;

    /** How many calls have had a text as their answer: it stays only until the next one. */
    private static int $calls = 0;

    /** Not there before it is made, nor after it is freed: PHP may call an object after its destructor. */
    private CData $verifier;

    /**
     * @param list<string> $secrets
     *
     * @throws ConfigurationException when there is no secret, or one is empty or blank
     */
    public function __construct(Provider $provider, #[SensitiveParameter] array $secrets)
    {
        $library = self::library();
        $first = array_shift($secrets) ?? '';
        $verifier = $library->new('commet_verifier *');
        self::check(
            $library->commet_verifier_new($provider->value, $first, strlen($first), FFI::addr($verifier)),
        );
        try {
            foreach ($secrets as $secret) {
                self::check($library->commet_verifier_add_secret($verifier, $secret, strlen($secret)));
            }
        } catch (Throwable $exception) {
            $library->commet_verifier_free($verifier);
            throw $exception;
        }
        $this->verifier = $verifier;
    }

    public function __destruct()
    {
        // Not there if the constructor has thrown.
        if (isset($this->verifier)) {
            $verifier = $this->verifier;
            unset($this->verifier);
            self::library()->commet_verifier_free($verifier);
        }
    }

    /** A copy would free the same verifier again. */
    private function __clone()
    {
    }

    public function verify(#[SensitiveParameter] string $body, #[SensitiveParameter] string $signature): bool
    {
        return self::library()->commet_verifier_verify(
            $this->verifier,
            $body,
            strlen($body),
            $signature,
            strlen($signature),
        );
    }

    /**
     * @return array<string, mixed>|null
     */
    public function verifyAndParse(
        #[SensitiveParameter] string $body,
        #[SensitiveParameter] string $signature,
    ): ?array {
        $call = ++self::$calls;
        $text = self::$library->commet_php_verify_and_parse(
            $this->verifier,
            $body,
            strlen($body),
            $signature,
            strlen($signature),
        );

        if ($text === '') {
            $text = self::taken($call);
            if ($text === null) {
                return $this->verifyAndParse($body, $signature);
            }
        }

        return $text === null ? null : unserialize($text, self::ARRAYS);
    }

    /**
     * Gives what `Event` is made of.
     *
     * @param array{CData, CData|null}|null $options what `options` has made
     *
     * @throws WebhookException
     */
    public function receive(
        #[SensitiveParameter] string $body,
        #[SensitiveParameter] string $signature,
        string $event,
        ?array $options,
    ): string {
        $call = ++self::$calls;
        $text = self::$library->commet_php_receive(
            $this->verifier,
            $body,
            strlen($body),
            $signature,
            strlen($signature),
            $event,
            strlen($event),
            $options === null ? null : FFI::addr($options[0]),
        );
        if ($text === '') {
            $text = self::taken($call) ?? $this->receive($body, $signature, $event, $options);
        }

        return $text[0] === 'a' ? throw self::refusal(...self::restore($text)) : $text;
    }

    /**
     * Gives what `Event` is made of, of a body that has been received before.
     *
     * @throws WebhookException
     */
    public static function reread(Provider $provider, #[SensitiveParameter] string $body): string
    {
        $key = 'any';

        return (new self($provider, [$key]))->receive($body, self::sign($body, $key), '', null);
    }

    /**
     * @throws ConfigurationException when the secret is empty or blank
     */
    public static function sign(#[SensitiveParameter] string $payload, #[SensitiveParameter] string $secret): string
    {
        $library = self::library();
        $signature = $library->new('char[' . Declarations::SIGNATURE_SIZE . ']');
        self::check(
            $library->commet_sign($payload, strlen($payload), $secret, strlen($secret), $signature),
        );

        return FFI::string($signature);
    }

    /**
     * Parses a body that has been verified before into arrays, or into `JsonObject`; null if it is no JSON object.
     *
     * @return array<string, mixed>|JsonObject|null
     */
    public static function parse(#[SensitiveParameter] string $body, bool $objects): array|JsonObject|null
    {
        $library = self::library();
        $call = ++self::$calls;
        $text = $library->commet_php_parse($body, strlen($body), (int) $objects);
        if ($text === '') {
            $text = self::taken($call);
            if ($text === null) {
                return self::parse($body, $objects);
            }
        }

        return $text === null ? null : unserialize($text, $objects ? self::OBJECTS : self::ARRAYS);
    }

    /**
     * A value that was left serialized.
     */
    public static function restore(string $deferred): mixed
    {
        return unserialize($deferred, self::ARRAYS);
    }

    /**
     * The fields of an object together with those that were left serialized.
     *
     * @param array<string, mixed> $fields
     * @param array<string, string> $deferred
     *
     * @return array<string, mixed>
     */
    public static function complete(array $fields, array $deferred): array
    {
        foreach ($deferred as $key => $field) {
            $fields[$key] = self::restore($field);
        }

        return $fields;
    }

    /**
     * The milliseconds since 1970 that a time stands for; null if it is none.
     */
    public static function time(string|int|float $value): ?float
    {
        $milliseconds = is_string($value)
            ? self::library()->commet_php_time($value, strlen($value), 0.0)
            : self::library()->commet_php_time(null, 0, (float) $value);

        return is_nan($milliseconds) ? null : $milliseconds;
    }

    public static function exception(ErrorCode $code): WebhookException
    {
        return self::refusal($code->number());
    }

    private static function check(int $number): void
    {
        if ($number !== 0) {
            throw self::refusal($number);
        }
    }

    private static function refusal(
        int $number,
        ?string $message = null,
        ?int $offset = null,
        ?string $field = null,
    ): WebhookException {
        $library = self::library();
        $name = $library->commet_code_name($number);
        $class = ErrorCode::tryFrom($name)?->exception() ?? LibraryException::class;

        return new $class(
            $message ?? $library->commet_code_message($number),
            $name,
            $library->commet_code_hint($number),
            $library->commet_code_http_status($number),
            $offset,
            $field,
        );
    }

    /**
     * The library's options, and the text that they point to: FFI does not keep what a pointer points to.
     *
     * @return array{CData, CData|null}
     */
    public static function options(
        ?string $mode,
        ?int $maxAge,
        ?DateTimeInterface $now,
        ?int $clockSkew,
        ?int $maxBodyBytes,
    ): array {
        $library = self::library();
        $options = $library->new('commet_options');
        $options->size = FFI::sizeof($options);
        $text = null;
        if ($mode !== null) {
            $text = $library->new('char[' . (strlen($mode) + 1) . ']');
            FFI::memcpy($text, $mode, strlen($mode));
            $options->mode->data = $library->cast('char *', $text);
            $options->mode->len = strlen($mode);
        }
        if ($now !== null) {
            $options->has_now = 1;
            $options->now_ms = $now->getTimestamp() * 1000 + (int) $now->format('v');
        }
        $numbers = [
            'max_age_seconds' => $maxAge,
            'clock_skew_seconds' => $clockSkew,
            'max_body_bytes' => $maxBodyBytes,
        ];
        foreach ($numbers as $name => $number) {
            if ($number !== null) {
                $options->{$name} = $number >= 0 ? $number : throw new ValueError("$name must not be negative");
                $options->{'has_' . preg_replace('/_seconds$/', '', $name)} = 1;
            }
        }

        return [$options, $text];
    }

    /**
     * The text of a call where FFI cannot make a string of it itself; null if another call came in between, as
     * from a handler of a signal: then it is gone.
     */
    private static function taken(int $call): ?string
    {
        $size = self::$library->commet_php_take(null, 0);
        if (self::$calls !== $call) {
            return null;
        }
        $buffer = self::$library->new("char[$size]");
        self::$library->commet_php_take($buffer, $size);

        return self::$calls === $call ? FFI::string($buffer, $size) : null;
    }

    private static function library(): FFI
    {
        return self::$library ??= self::load();
    }

    private static function load(): FFI
    {
        // For its side effect: see there.
        class_exists(Keys::class);
        if (!extension_loaded('ffi')) {
            throw self::unavailable(
                "PHP's extension FFI is not loaded",
                'Install it, and load it with the line `extension=ffi` in php.ini.',
            );
        }
        try {
            $library = FFI::scope(self::SCOPE);
        } catch (FFI\Exception) {
            $library = self::open();
        }
        if ($library->commet_version() !== Declarations::VERSION) {
            throw self::unavailable(
                sprintf('the library has version %s', $library->commet_version()),
                sprintf('This package needs that of version %s.', Declarations::VERSION),
            );
        }

        return $library;
    }

    /**
     * Opens the library where it has not been preloaded.
     */
    private static function open(): FFI
    {
        $enabled = ini_get('ffi.enable');
        if (!filter_var($enabled, FILTER_VALIDATE_BOOL) && !($enabled === 'preload' && PHP_SAPI === 'cli')) {
            throw self::unavailable(
                sprintf('the setting ffi.enable=%s forbids to use FFI here', $enabled),
                'Put the line `ffi.enable=true` into php.ini. Or leave it at `preload`, and preload: set'
                . ' `ffi.preload` to what vendor/bin/commet-ffi-header has written, and `opcache.preload` to'
                . " this package's preload.php.",
            );
        }
        $tried = [];
        foreach (self::places() as $place) {
            try {
                return FFI::cdef(Declarations::C, $place);
            } catch (FFI\Exception $exception) {
                $tried[] = sprintf('%s (%s)', $place, $exception->getMessage());
            }
        }
        throw self::unavailable(
            'the library cannot be loaded; tried ' . implode(', ', $tried),
            sprintf('Build it with build.sh, or name another place in the variable %s.', self::VARIABLE),
        );
    }

    /**
     * Where to look for the library.
     *
     * @return non-empty-list<string>
     */
    public static function places(): array
    {
        $named = getenv(self::VARIABLE);
        if (is_string($named) && $named !== '') {
            return [$named];
        }
        [$major] = explode('.', Declarations::VERSION);
        [$file, $system] = match (PHP_OS_FAMILY) {
            'Windows' => ['commet.dll', 'commet.dll'],
            'Darwin' => ['libcommet.dylib', "libcommet.$major.dylib"],
            default => ['libcommet.so', "libcommet.so.$major"],
        };
        $machine = strtr(strtolower(php_uname('m')), ['amd64' => 'x86_64', 'arm64' => 'aarch64']);
        $platform = strtolower(PHP_OS_FAMILY) . '-' . $machine;

        return [dirname(__DIR__) . "/lib/$platform/$file", $system];
    }

    private static function unavailable(string $message, string $hint): LibraryException
    {
        return new LibraryException("commet: $message", 'library_unavailable', $hint, 500);
    }
}
