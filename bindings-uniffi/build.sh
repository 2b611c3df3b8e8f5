#!/usr/bin/env bash
# Builds the library, generates the interface of a language and puts the library beside it:
# ./build.sh kotlin|swift|ruby|python prints the directory, which is not in this tree.
#
# For Kotlin, the interface is compiled too, with the programs of kotlin/, and `lib` has what they need.
set -euo pipefail
cd "$(dirname "$0")"
language=${1:?which language?}

command -v cargo > /dev/null || { echo 'cargo is missing: install Rust with rustup, see https://rustup.rs' >&2; exit 1; }
CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/../target}
mkdir -p "$CARGO_TARGET_DIR"
CARGO_TARGET_DIR=$(cd "$CARGO_TARGET_DIR" && pwd)
export CARGO_TARGET_DIR

case $(uname -s) in
    Darwin) library=libcommet_webhooks_uniffi.dylib ;;
    *) library=libcommet_webhooks_uniffi.so ;;
esac
cargo build --quiet --release --package commet-webhooks-uniffi >&2
cargo build --quiet --package commet-webhooks-uniffi --features bindgen --bin uniffi-bindgen >&2

place=$CARGO_TARGET_DIR/uniffi/$language
mkdir -p "$place"
said=$("$CARGO_TARGET_DIR/debug/uniffi-bindgen" generate --language "$language" --no-format --out-dir "$place" \
    "$CARGO_TARGET_DIR/release/$library" 2>&1) || { echo "$said" >&2; exit 1; }
cp "$CARGO_TARGET_DIR/release/$library" "$place"
case $language in
    ruby) cat ruby/webhooks.rb >> "$place/commet_webhooks.rb" ;;
    python) cat python/webhooks.py >> "$place/commet_webhooks.py" ;;
esac

if [ "$language" = kotlin ]; then
    # The README's code is compiled with the tests, which call it.
    mkdir -p "$place/readme"
    ../tests/blocks bindings-uniffi/README.md kotlin > "$place/readme/Readme.kt"
    # Compiling takes a while: what has not changed is not compiled again.
    inputs=$(cat kotlin/pom.xml kotlin/src/*/kotlin/* "$place"/co/commet/uniffi/* "$place"/readme/* | cksum)
    if [ "$inputs" != "$(cat "$place/compiled" 2> /dev/null)" ]; then
        command -v mvn > /dev/null || { echo 'mvn is missing: install Maven' >&2; exit 1; }
        mvn --batch-mode --quiet "-Dmaven.repo.local=$CARGO_TARGET_DIR/maven" --file kotlin/pom.xml "-Dplace=$place" test-compile >&2
        echo "$inputs" > "$place/compiled"
    fi
fi
echo "$place"
