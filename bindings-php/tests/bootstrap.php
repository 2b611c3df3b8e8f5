<?php

declare(strict_types=1);

require __DIR__ . '/../autoload.php';
// From Debian's php-nyholm-psr7.
require '/usr/share/php/Nyholm/Psr7/autoload.php';

spl_autoload_register(static function (string $class): void {
    $file = __DIR__ . strtr(str_replace('Commet\\Tests', '', $class), '\\', '/') . '.php';
    if (str_starts_with($class, 'Commet\\Tests\\') && is_file($file)) {
        require $file;
    }
});

// Debian does not have psr/http-server-handler.
if (!interface_exists(Psr\Http\Server\RequestHandlerInterface::class)) {
    require __DIR__ . '/Psr/RequestHandlerInterface.php';
}
