<?php

namespace Slim\Factory;

use Psr\Http\Server\RequestHandlerInterface;
use Slim\App;

require_once '/usr/share/php/Slim/autoload.php';
require_once '/usr/share/php/Slim/Psr7/autoload.php';
interface_exists(RequestHandlerInterface::class) || require __DIR__ . '/RequestHandlerInterface.php';

/**
 * Debian has Slim 3, which makes its application otherwise and takes callables alone.
 */
final class AppFactory
{
    public static function create(): App
    {
        return new class extends App {
            public function post($pattern, $callable)
            {
                return parent::post($pattern, [$callable, 'handle']);
            }
        };
    }
}
