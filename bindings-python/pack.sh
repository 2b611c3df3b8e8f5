#!/usr/bin/env bash
# Packs the wheel for this Python, the one for every Python on this platform, and the source distribution:
# ./pack.sh DIRECTORY. PYTHON says for which Python.
set -euo pipefail
mkdir -p "$1"
out=$(cd "$1" && pwd)
cd "$(dirname "$0")"
built=$(./build.sh)
cp "${built%/venv/bin/python}"/wheels/*.whl "$out"

CARGO_TARGET_DIR=$(cd "${CARGO_TARGET_DIR:-../target}" && pwd)
export CARGO_TARGET_DIR
maturin=$CARGO_TARGET_DIR/python/tools/bin/maturin
said=$(mktemp)
trap 'rm -f "$said"' EXIT
{
    "$maturin" build --locked --release --features abi3 --out "$out" --interpreter "${PYTHON:-python3}" &&
        "$maturin" sdist --out "$out"
} > "$said" 2>&1 || { cat "$said" >&2; exit 1; }
