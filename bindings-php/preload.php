<?php

/**
 * For `opcache.preload`: with ffi.enable=preload, only preloaded code may use FFI.
 */

declare(strict_types=1);

require_once __DIR__ . '/autoload.php';

foreach (['src', 'generated'] as $directory) {
    $files = new RecursiveIteratorIterator(new RecursiveDirectoryIterator(__DIR__ . "/$directory"));
    foreach ($files as $file) {
        // It needs interfaces that are not this package's.
        if ($file->getExtension() === 'php' && $file->getFilename() !== 'Psr15Handler.php') {
            require_once $file->getPathname();
        }
    }
}
