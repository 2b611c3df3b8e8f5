#!/bin/sh
# Builds the C library for this machine and puts it where cgo finds it: ./build.sh
#
# TARGET=aarch64-unknown-linux-gnu ./build.sh builds for another platform; Rust needs that target.
set -eu
cd "$(dirname "$0")"

command -v cargo > /dev/null || { echo "cargo is missing: install Rust, see https://rustup.rs" >&2; exit 1; }

target=${TARGET:-$(rustc -vV | sed -n 's/^host: //p')}
case "$target" in
    x86_64-*) architecture=amd64 ;;
    aarch64-*) architecture=arm64 ;;
    *) echo "there is no Go platform for $target here: add it to build.sh and native.go" >&2; exit 1 ;;
esac
case "$target" in
    *-linux-*) system=linux ;;
    *-apple-darwin) system=darwin ;;
    *-windows-gnu*) system=windows ;;
    *) echo "there is no Go platform for $target here: add it to build.sh and native.go" >&2; exit 1 ;;
esac

cargo build --quiet --release --package commet-webhooks-c --target "$target"
built=$(cargo metadata --format-version 1 --no-deps | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')

native=internal/native
cp "$built/$target/release/libcommet.a" "$native/libcommet_${system}_$architecture.a"
cp ../bindings-c/include/commet.h "$native/"

# Go's build cache does not look into archives: it sees this checksum change instead.
printf '#define COMMET_ARCHIVES "%s"\n' "$(cat "$native"/libcommet_*.a | cksum)" > "$native/archives.h"
