#!/usr/bin/env bash
# Tests the package from a clean state: ./test.sh
set -uo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=tests/count.sh
. tests/count.sh

need cargo 'install Rust with rustup, see https://rustup.rs'
debian php-cli php-fpm phpunit nginx-light composer php-nyholm-psr7 php-psr-http-message php-psr-http-factory \
    php-laravel-framework php-slim php-slim-psr7 php-symfony-browser-kit php-symfony-framework-bundle php-symfony-yaml \
    php-codesniffer

rm -rf bindings-php/lib
check 'the library' bindings-php/build.sh
check 'declarations are current' php bindings-php/tools/declarations.php --check
check 'style' sh -c 'cd bindings-php && phpcs --standard=PSR12 --warning-severity=0 src tests tools bin ./*.php'
check 'composer.json' env COMPOSER_ALLOW_SUPERUSER=1 composer --quiet --working-dir=bindings-php validate --no-check-publish
suite 'PHPUnit' phpunit --configuration bindings-php

total
