#!/usr/bin/env bash
# Packs the library for this machine, as `make install` puts it in place: ./pack.sh DIRECTORY
#
# The archive can be unpacked anywhere: pkg-config and CMake find the rest from where their own files are.
set -euo pipefail
mkdir -p "$1"
out=$(cd "$1" && pwd)
cd "$(dirname "$0")"

version=$(../release/version)
target=$(rustc -vV | sed -n 's/^host: //p')
name=libcommet-$version-$target
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
package=$stage/usr/local

case "$target" in
    *-windows-*)
        cargo build --quiet --release --package commet-webhooks-c
        built=${CARGO_TARGET_DIR:-../target}/release
        mkdir -p "$package"/{bin,lib,include,share/doc/commet}
        cp "$built/commet.dll" "$package/bin"
        # The library to link the DLL with, and the static one.
        cp "$built/commet.dll.lib" "$built/commet.lib" "$package/lib"
        cp include/commet.h include/commet_events.h "$package/include"
        cp ../LICENSE-APACHE ../LICENSE-MIT "$package/share/doc/commet"
        ;;
    *)
        make --silent install PREFIX=/usr/local DESTDIR="$stage"
        # shellcheck disable=SC2016 # variables of pkg-config
        sed -i.bak -e 's|^prefix=.*|prefix=${pcfiledir}/../..|' -e 's|^libdir=.*|libdir=${prefix}/lib|' \
            -e 's|^includedir=.*|includedir=${prefix}/include|' "$package/lib/pkgconfig/commet.pc"
        rm "$package/lib/pkgconfig/commet.pc.bak"
        # What a debugger would read of the standard library is most of the archive.
        strip -S "$package/lib/libcommet.a"
        ;;
esac
../release/archive "$out/$name.tar.gz" "$package" "$name"
