#!/usr/bin/env bash
# Generates the interface of every language and tests those whose tools are here: ./test.sh
set -uo pipefail
cd "$(dirname "$0")" || exit
# shellcheck source=tests/count.sh
. ../tests/count.sh

need cargo 'install Rust with rustup, see https://rustup.rs'
need mvn 'install Maven, see https://maven.apache.org'
need python3 'install Python 3'
debian ruby ruby-ffi ruby-minitest

export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/../target}
places=$CARGO_TARGET_DIR/uniffi
rm -rf "$places"

# Debian has no compiler of Swift: all that is seen is that the calls are declared.
swift() {
    local declared
    ./build.sh swift && [ -s "$places/swift/CommetWebhooksFFI.modulemap" ] &&
        grep -q uniffi_commet_webhooks_uniffi_fn_func_receive "$places/swift/CommetWebhooksFFI.h" || return 1
    while read -r declared; do
        grep -Fq "$declared" "$places/swift/CommetWebhooks.swift" || { echo "not declared: $declared" && return 1; }
    done << 'EOF'
open class Webhooks:
open func receive(rawBody: Data, headers: [Header], options: ReceiveOptions? = nil)
public func sign(payload: Data, secret: Secret)
public func verify(payload: Data, signature: HeaderText?, secret: Secret)
public func verifyAndParse(rawBody: Data, signature: HeaderText?, secret: Secret)
public typealias HeaderText = String
public indirect enum Value:
public struct Event:
enum WebhookError: Swift.Error
EOF
}

check 'Kotlin compiles' ./build.sh kotlin
check 'Kotlin' mvn --batch-mode --quiet --file kotlin/pom.xml "-Dplace=$(cd "$places" && pwd)/kotlin" test
check 'Ruby is generated' ./build.sh ruby
check 'Ruby' ruby -I "$places/ruby" ruby/test.rb
check 'Python is generated' ./build.sh python
check 'Python' env PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$places/python" python3 python/test.py
check 'Swift is generated' swift

total
