#!/usr/bin/env bash
# Builds the package and tests it as its users get it; the last line counts the tests.
set -uo pipefail
cd "$(dirname "$0")" || exit

CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/../target}
mkdir -p "$CARGO_TARGET_DIR"
CARGO_TARGET_DIR=$(cd "$CARGO_TARGET_DIR" && pwd)
export CARGO_TARGET_DIR PYTHONDONTWRITEBYTECODE=1
# shellcheck source=tests/count.sh
. ../tests/count.sh
work=$(mktemp -d)
trap 'rm -rf "$work" "$log"' EXIT

need cargo 'install Rust with rustup, see https://rustup.rs'
need python3 'install Python 3.10 or later'
need node 'install Node 20 or later, which pyright needs, see https://nodejs.org'
debian unzip
python3 -c 'import ensurepip, venv' 2> /dev/null || debian python3-venv

# install PLACE REQUIREMENTS WHEEL: a virtual environment with both; one that has them already is kept.
install() {
    cat "$2" > "$work/wanted" && sha256sum < "$3" >> "$work/wanted"
    cmp -s "$work/wanted" "$1/wanted" && return
    rm -rf "$1" && "$PYTHON" -m venv "$1" &&
        "$1/bin/pip" install --quiet --disable-pip-version-check --requirement "$2" "$3" && cp "$work/wanted" "$1"
}

# with_python PYTHON PYTEST-ARGUMENT…: builds and tests for one Python.
with_python() {
    export PYTHON=$1
    local built wheel name
    name=$("$PYTHON" -c 'import sys; print("Python %d.%d" % sys.version_info[:2])')
    if ! built=$(./build.sh); then failed=$((failed + 1)) && echo "FAILED $name: the wheel" && return; fi
    wheel=$(ls "${built%/venv/bin/python}"/wheels/*.whl)
    tests=${built%/venv/bin/python}/tests
    check "$name: a clean environment" install "$tests" tests/requirements.txt "$wheel"
    suite "$name" "$tests/bin/python" -m pytest -p no:cacheprovider tests "${@:2}"
}

# The Pythons beside the usual one: the oldest and the newest of these, where they are.
others() {
    for version in 3.10 3.11 3.12 3.13 3.14; do
        for python in "python$version" "$HOME/.pyenv/versions/$version".*/bin/python; do
            if "$python" -c "import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (${version/./, }))" 2> /dev/null; then
                echo "$python" && break
            fi
        done
    done | sed -n '1p; $p' | uniq
}

check 'lints' cargo clippy --quiet --package commet-webhooks-python -- --deny warnings
with_python python3
usual=$tests
check 'ruff' "$usual/bin/ruff" check --no-cache .
check 'formatting' "$usual/bin/ruff" format --no-cache --check .
for other in $(others); do
    if [ "$("$other" -c 'import sys; print(sys.version_info[:2])')" != "$(python3 -c 'import sys; print(sys.version_info[:2])')" ]; then
        # What is said of types does not depend on the Python.
        with_python "$other" --ignore tests/test_typing.py
    fi
done
export PYTHON=python3

tools=$CARGO_TARGET_DIR/python/tools/bin
contents() {
    unzip -Z1 "$1" | sed 's/cpython[^.]*\|abi3/*/; s/-[0-9.]*dist-info/.dist-info/' | sort > "$work/found"
    sort > "$work/expected" << EOF
commet/__init__.py
commet/_endpoint.py
commet/_errors.py
commet/_native.*.so
commet/_native.pyi
commet/_record.py
commet/_webhooks.py
commet/_webhooks.pyi
commet/asgi.py
commet/creem.py
commet/creem.pyi
commet/creem_payloads.py
commet/django.py
commet/events.py
commet/events.pyi
commet/fastapi.py
commet/flask.py
commet/payloads.py
commet/py.typed
commet/resources/__init__.py
commet/resources/webhooks.py
commet/wsgi.py
EOF
    grep -v dist-info "$work/found" | grep -vxFf "$work/expected"
    grep -vxFf "$work/found" "$work/expected" && return 1
    grep -q 'dist-info/.*LICENSE-MIT' "$work/found" && grep -q 'dist-info/.*LICENSE-APACHE' "$work/found"
}
check 'the wheel has what it should' contents "$(ls "${usual%/tests}"/wheels/*.whl)"

installs() {
    python3 -m venv "$work/readme" && (
        # shellcheck source=/dev/null
        . "$work/readme/bin/activate" && export PIP_NO_INDEX=1 PIP_FIND_LINKS=${usual%/tests}/wheels &&
            ../tests/blocks bindings-python/README.md sh 1 > "$work/install" && bash -e "$work/install" &&
            python -c 'from commet import Webhooks'
    )
}
check 'installed as the README says' installs

abi3() {
    "$tools/maturin" build --locked --release --features abi3 --out "$work/abi3" --interpreter python3 &&
        ls "$work"/abi3/*-cp310-abi3-*.whl && install "$work/abi3-venv" tests/requirements.txt "$work"/abi3/*.whl &&
        "$work/abi3-venv/bin/python" -m pytest -q -p no:cacheprovider tests --ignore tests/test_typing.py
}
check 'the wheel for every Python (abi3)' abi3

sdist() {
    "$tools/maturin" sdist --out "$work/sdist" && python3 -m venv "$work/from-source" &&
        "$work/from-source/bin/pip" install --quiet --disable-pip-version-check --no-binary commet-sdk "$work"/sdist/*.tar.gz &&
        "$work/from-source/bin/python" -c 'import commet; print(commet.Commet().webhooks.sign(b"x", "y"))'
}
check 'the source distribution builds' sdist

total
