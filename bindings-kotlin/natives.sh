#!/usr/bin/env bash
# Builds the native library for this machine, puts it where the jar takes it from, and prints that directory:
# a directory for each platform, by the name that NativeLoader.java gives it.
#
# TARGETS="x86_64-unknown-linux-gnu aarch64-apple-darwin" ./natives.sh builds for several platforms; Rust needs them.
# NATIVES=DIRECTORY ./natives.sh builds nothing, and takes the libraries of all platforms from there.
set -euo pipefail
cd "$(dirname "$0")"

command -v cargo > /dev/null || { echo "cargo is missing: install Rust with rustup, see https://rustup.rs" >&2; exit 1; }

platform() {
    local system architecture library=
    case "$1" in
        x86_64-*) architecture=x86-64 ;;
        *) architecture=${1%%-*} ;;
    esac
    case "$1" in
        *-linux-gnu*) system=linux library=-gnu ;;
        *-linux-musl*) system=linux library=-musl ;;
        *-apple-darwin) system=macos ;;
        *-windows-*) system=windows ;;
        *) echo "there is no platform for $1 here: add it to natives.sh and NativeLoader.java" >&2; exit 1 ;;
    esac
    echo "$system-$architecture$library"
}

# macOS has another command for it.
checksum() {
    if command -v sha256sum > /dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi
}

built=$(cargo metadata --format-version 1 --no-deps | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')
natives=$PWD/target/natives
rm -rf "$natives"
mkdir -p "$natives"
if [ -n "${NATIVES:-}" ]; then
    cp -R "$NATIVES/." "$natives"
    echo "$natives"
    exit
fi
for target in ${TARGETS:-$(rustc -vV | sed -n 's/^host: //p')}; do
    cargo build --quiet --release --package commet-webhooks-jni --target "$target" >&2
    place=$natives/$(platform "$target")
    mkdir -p "$place"
    for library in "$built/$target"/release/{lib,}commet_webhooks_jni.{so,dylib,dll}; do
        if [ -f "$library" ]; then
            cp "$library" "$place/"
            checksum "$library" | cut -d ' ' -f 1 > "$place/${library##*/}.sha256"
        fi
    done
done
echo "$natives"
