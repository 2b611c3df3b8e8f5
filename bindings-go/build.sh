#!/bin/sh
# Builds the C library for this machine and puts it where cgo finds it: ./build.sh
#
# TARGET=aarch64-unknown-linux-gnu ./build.sh builds for another platform; Rust needs that target.
# NATIVES=DIRECTORY ./build.sh builds nothing, and takes the libraries of all platforms from there.
set -eu
cd "$(dirname "$0")"

command -v cargo > /dev/null || { echo "cargo is missing: install Rust, see https://rustup.rs" >&2; exit 1; }

# Go's build cache does not look into archives: it sees this checksum change instead.
remember() {
    printf '#define COMMET_ARCHIVES "%s"\n' "$(cat "$native"/libcommet_*.a | cksum)" > "$native/archives.h"
}

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

native=internal/native
cp ../bindings-c/include/commet.h "$native/"
if [ -n "${NATIVES:-}" ]; then
    cp "$NATIVES"/libcommet_*.a "$native"
    remember
    exit
fi

cargo build --quiet --release --package commet-webhooks-c --target "$target"
built=$(cargo metadata --format-version 1 --no-deps | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')

archive=$native/libcommet_${system}_$architecture.a
cp "$built/$target/release/libcommet.a" "$archive"
# What a debugger would read of the standard library is more than half of it. Only the tools of another platform know
# that one's archives.
if [ -z "${TARGET:-}" ]; then
    strip -S "$archive"
    ../bindings-c/package/private-symbols "$archive"
fi
remember
