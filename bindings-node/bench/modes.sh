#!/bin/sh
# Prints how the package compares in other ways than `make bench ONLY=node` shows, after which it is called: bodies as
# bytes, as text where code may not be generated, and the first ten calls. ROUNDS says how many rounds (31).
set -eu
cd "$(dirname "$0")"
target=${CARGO_TARGET_DIR:-../../target}
tool=$target/release/commet-webhooks-benches
bodies=$target/bench/bodies
printed=$(mktemp)
trap 'rm -f "$printed"' EXIT

compare() {
    printf '\n%s\n' "$1"
    shift
    "$@" > "$printed"
    "$tool" show node "$printed" "$bodies"
}

compare 'bytes' node main.mjs "$bodies" "${ROUNDS:-31}" --bytes
compare 'text, without code generation' \
    node --disallow-code-generation-from-strings main.mjs "$bodies" "${ROUNDS:-31}"
compare 'the first ten calls of each kind' node main.mjs "$bodies" 1 --cold
