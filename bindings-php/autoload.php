<?php

/**
 * Loads the package's classes where Composer is not there to do it.
 */

declare(strict_types=1);

spl_autoload_register(static function (string $class): void {
    if (!str_starts_with($class, 'Commet\\')) {
        return;
    }
    $file = strtr(substr($class, strlen('Commet\\')), '\\', '/') . '.php';
    foreach (['src', 'generated'] as $directory) {
        if (is_file(__DIR__ . "/$directory/$file")) {
            require __DIR__ . "/$directory/$file";

            return;
        }
    }
});
