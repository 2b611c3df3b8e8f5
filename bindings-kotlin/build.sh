#!/usr/bin/env bash
# Builds the native library for this machine and the jar with it, and installs that into a Maven repository of its
# own, whose path it prints: ./build.sh [ARGUMENT…], such as -Dmaven.javadoc.skip
#
# TARGETS="x86_64-unknown-linux-gnu aarch64-apple-darwin" ./build.sh builds for several platforms; Rust needs them.
set -euo pipefail
cd "$(dirname "$0")"

for tool in cargo mvn java; do
    command -v "$tool" > /dev/null || { echo "$tool is missing: on Debian, install maven and openjdk-17-jdk; Rust by rustup" >&2; exit 1; }
done

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
        *) echo "there is no platform for $1 here: add it to build.sh and NativeLoader.java" >&2; exit 1 ;;
    esac
    echo "$system-$architecture$library"
}

built=$(cargo metadata --format-version 1 --no-deps | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')
natives=$PWD/target/natives
rm -rf "$natives"
for target in ${TARGETS:-$(rustc -vV | sed -n 's/^host: //p')}; do
    cargo build --quiet --release --package commet-webhooks-jni --target "$target" >&2
    place=$natives/$(platform "$target")
    mkdir -p "$place"
    for library in "$built/$target"/release/{lib,}commet_webhooks_jni.{so,dylib,dll}; do
        if [ -f "$library" ]; then
            cp "$library" "$place/"
            sha256sum < "$library" | cut -d ' ' -f 1 > "$place/${library##*/}.sha256"
        fi
    done
done

# What others have published is kept between builds, ours is not.
repository=$built/maven
rm -rf "$repository/co/commet"
mvn --quiet --batch-mode -Dstyle.color=never -Dmaven.repo.local="$repository" -Dmaven.test.skip "$@" install >&2
echo "$repository"
