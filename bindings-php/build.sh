#!/bin/sh
# Builds the native library, and puts it where the package looks for it.
#
# NATIVES=DIRECTORY ./build.sh builds nothing, and takes the libraries of all platforms from there.
set -eu
cd "$(dirname "$0")/.."

if [ -n "${NATIVES:-}" ]; then
    mkdir -p bindings-php/lib
    cp -R "$NATIVES/." bindings-php/lib
    exit
fi

case "$(uname -s)" in
    Darwin) os=darwin file=libcommet.dylib ;;
    MINGW* | MSYS*) os=windows file=commet.dll ;;
    *) os=$(uname -s | tr '[:upper:]' '[:lower:]') file=libcommet.so ;;
esac
case "$(uname -m)" in
    arm64) machine=aarch64 ;;
    *) machine=$(uname -m) ;;
esac

cargo build --quiet --release --package commet-webhooks-c
mkdir -p "bindings-php/lib/$os-$machine"
cp "${CARGO_TARGET_DIR:-target}/release/$file" "bindings-php/lib/$os-$machine/$file.new"
# In one step: processes that have the old one mapped go on with it.
mv "bindings-php/lib/$os-$machine/$file.new" "bindings-php/lib/$os-$machine/$file"
