#!/usr/bin/env bash
# Tests the package from a clean state, counts, and fails if a test does.
set -uo pipefail
cd "$(dirname "$0")/.."

# What Debian has and this machine may not have yet.
packages='php-cli php-fpm phpunit nginx-light composer php-nyholm-psr7 php-psr-http-message php-psr-http-factory'
packages="$packages php-codesniffer"
missing=
for package in $packages; do
    dpkg-query --show --showformat='${Status}' "$package" 2> /dev/null | grep -q 'ok installed' || missing="$missing $package"
done
if [ -n "$missing" ]; then
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086 # a list
    apt-get -qq update && apt-get -qq install --yes --no-install-recommends $missing > /dev/null || exit 1
fi

passed=0 failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# check NAME COMMAND…: a check that passes if the command does.
check() {
    printf '\n== %s\n' "$1"
    if "${@:2}"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1"; fi
}

# suite NAME COMMAND…: a runner that says how many of its tests passed and failed.
suite() {
    printf '\n== %s\n' "$1"
    local status=0 good bad
    "${@:2}" 2>&1 | tee "$log" || status=1
    # Of PHPUnit: «OK (3 tests, …)» or «Tests: 3, …, Errors: 1, Failures: 1.»; of ours: «3 passed, 0 failed».
    read -r good bad < <(awk '
        /^OK \(/ { good = substr($2, 2) }
        /^Tests: / {
            for (field = 1; field < NF; field++) {
                if ($field == "Tests:") good = $(field + 1) + 0
                if ($field ~ /^(Errors|Failures|Warnings|Risky):$/) bad += $(field + 1) + 0
            }
            good -= bad
        }
        /^[0-9]+ passed, [0-9]+ failed$/ { good = $1; bad = $3 }
        END { print good + 0, bad + 0 }' "$log")
    # A runner that fails without a failed test, or that ran none, is itself a failure.
    if [ "$bad" -eq 0 ] && { [ "$status" -ne 0 ] || [ "$good" -eq 0 ]; }; then bad=1; fi
    if [ "$bad" -ne 0 ]; then echo "FAILED: $1"; fi
    passed=$((passed + good)) failed=$((failed + bad))
}

# Every vector, put to the package by the conformance protocol.
conformance() {
    cargo run --quiet --package commet-webhooks-tests --bin vectors cases |
        php bindings-php/bin/conformance.php |
        cargo run --quiet --package commet-webhooks-tests --bin vectors compare -
}

rm -rf bindings-php/lib
check 'the library' bindings-php/build.sh
check 'declarations are current' php bindings-php/tools/declarations.php --check
check 'style' sh -c 'cd bindings-php && phpcs --standard=PSR12 --warning-severity=0 src tests tools bin ./*.php'
check 'composer.json' env COMPOSER_ALLOW_SUPERUSER=1 composer --quiet --working-dir=bindings-php validate --no-check-publish
suite 'conformance' conformance
suite 'PHPUnit' phpunit --configuration bindings-php

printf '\n%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
