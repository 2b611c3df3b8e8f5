#!/bin/sh
# Builds the wheel, installs it into a clean virtual environment, and prints that one's Python.
# PYTHON says for which Python, other arguments go to maturin.
set -eu
cd "$(dirname "$0")"
python=${PYTHON:-python3}
CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/../target}
mkdir -p "$CARGO_TARGET_DIR"
CARGO_TARGET_DIR=$(cd "$CARGO_TARGET_DIR" && pwd)
export CARGO_TARGET_DIR
version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
place=$CARGO_TARGET_DIR/python/$version

# A tool that is there is not installed again.
tools=$CARGO_TARGET_DIR/python/tools
if ! cmp -s requirements-build.txt "$tools/requirements-build.txt"; then
    rm -rf "$tools"
    python3 -m venv "$tools" >&2
    "$tools/bin/pip" install --quiet --disable-pip-version-check --requirement requirements-build.txt >&2
    cp requirements-build.txt "$tools"
fi

rm -rf "$place/wheels"
mkdir -p "$place"
# What it says is of use where it fails.
"$tools/bin/maturin" build --locked --release --out "$place/wheels" --interpreter "$python" "$@" > "$place/log" 2>&1 ||
    { cat "$place/log" >&2; exit 1; }
# The same files are the same package; tests that install more have places of their own.
if ! cmp -s "$place"/wheels/*.whl "$place"/installed/*.whl; then
    rm -rf "$place/venv" "$place/installed"
    "$python" -m venv "$place/venv" >&2
    "$place/venv/bin/pip" install --quiet --disable-pip-version-check --no-index "$place"/wheels/*.whl >&2
    cp -R "$place/wheels" "$place/installed"
fi
echo "$place/venv/bin/python"
