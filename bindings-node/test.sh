#!/usr/bin/env bash
# Builds the packages, installs them into a clean project as users do, and tests them there.
set -uo pipefail
cd "$(dirname "$0")" || exit
# shellcheck source=tests/count.sh
. ../tests/count.sh

export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/../target}
room=$PWD
tools=$PWD/node_modules/.bin
work=$(mktemp -d)
trap 'rm -rf "$work" "$log"' EXIT

need cargo 'install Rust with rustup, see https://rustup.rs'
need npm 'install Node 20 or later, see https://nodejs.org'
debian binutils

### Building

check 'the addon builds without warnings' cargo clippy --quiet --package commet-webhooks-node --all-targets -- --deny warnings
if ! ./build.sh; then
    echo 'the packages do not build' >&2
    exit 1
fi
nodelete() { readelf --dynamic npm/linux-x64-gnu/commet.node | grep -F NODELETE; }
check 'the addon stays loaded when a worker ends' nodelete
no_addresses() { ! grep -rn 'resolved": "http' package-lock.json bench/package-lock.json; }
check 'lock files name no registry' no_addresses

### Installing

mkdir "$work/packed" "$work/app"
check 'npm pack' npm pack --silent --workspaces --pack-destination "$work/packed"
cd "$work/app" || exit
echo '{"name":"app","private":true,"type":"module"}' > package.json
installed() {
    "$room/../tests/blocks" bindings-node/packages/node/README.md sh > "$work/install" &&
        node "$room/scripts/registry.mjs" "$work/packed" bash -e "$work/install"
}
check 'installed as the README says' installed
nothing_else() { [ "$(find node_modules/@commet -name '*.node' | wc -l)" -eq 1 ] && [ ! -L node_modules/@commet/node ]; }
check 'one addon is installed' nothing_else
cp -r "$room"/tests/. "$room/conformance" .

### Behaviour

reporter=--test-reporter=$room/scripts/reporter.mjs
run() { node --test "$reporter" "$@"; }
suite 'tests' run webhooks.test.mjs values.test.mjs event.test.mjs adapter.test.mjs loader.test.mjs
suite 'tests without code generation' env NODE_OPTIONS=--disallow-code-generation-from-strings \
    node --test "$reporter" webhooks.test.mjs values.test.mjs event.test.mjs adapter.test.mjs
suite 'workers' run workers.test.mjs
suite 'memory' node --expose-gc --test "$reporter" memory.test.mjs

# Vectors are put to the package by tests/run; this way of making objects is only chosen here.
vectors() {
    (cd "$room/.." && cargo run --quiet --package commet-webhooks-tests --bin vectors cases) > "$work/cases" &&
        node --disallow-code-generation-from-strings conformance/main.mjs < "$work/cases" > "$work/results" &&
        (cd "$room/.." && cargo run --quiet --package commet-webhooks-tests --bin vectors compare "$work/results")
}
check 'every vector, without code generation' vectors

### Types

ln -s "$room/node_modules/@types" node_modules/@types
strict=(--strict --exactOptionalPropertyTypes --noUncheckedIndexedAccess --target es2022 --lib es2023 --types node)
check 'types: node16' "$tools/tsc" "${strict[@]}" --noEmit --module node16 types/usage.ts
check 'types: nodenext' "$tools/tsc" "${strict[@]}" --noEmit --module nodenext types/usage.ts
check 'types: bundler' "$tools/tsc" "${strict[@]}" --noEmit --module esnext --moduleResolution bundler types/usage.ts
for package in "$work"/packed/commet-node-[0-9]*.tgz; do
    check "are the types wrong? $(basename "$package")" "$tools/attw" "$package"
    check "publint $(basename "$package")" "$tools/publint" --strict "$package"
done

### The providers' samples

check 'the samples compile' "$tools/tsc" --strict --target es2022 --lib es2023 --types node --module nodenext samples/*.ts
suite 'the samples over HTTP' run samples.test.mjs

### Bundlers

answers() { [ "$("$@")" = "$(printf 'news\n200')" ]; }
check 'esbuild' "$tools/esbuild" bundlers/app.mjs --bundle --platform=node --format=esm '--external:@commet/*' --outfile=esbuild.mjs --log-level=error
check 'what esbuild has made' answers node esbuild.mjs
check 'webpack' node -e '
    require(process.argv[1])({ ...require("./bundlers/webpack.config.cjs"), context: process.cwd(), output: { path: process.cwd(), filename: "webpack.cjs" } }, (error, stats) => {
        if (error || stats.hasErrors()) { console.error(error ?? stats.toString()); process.exit(1); }
    });' "$room/node_modules/webpack"
check 'what webpack has made' answers node webpack.cjs

### Other runtimes

# runtime NAME PACKAGE FILE ARGUMENT…: a runtime from the npm registry, whose binary is a file of a package.
runtime() {
    local place=$work/runtimes/$1
    mkdir -p "$place"
    if npm install --prefix "$place" --silent --no-fund --no-audit --ignore-scripts "$2" > "$work/log" 2>&1 &&
        chmod +x "$place/node_modules/$2/$3" && timeout 60 "$place/node_modules/$2/$3" --version > "$work/log" 2>&1; then
        check "$1" timeout 60 "$place/node_modules/$2/$3" "${@:4}" load.mjs
    else
        echo "not tested with $1: the npm registry does not give it here"
    fi
}
runtime Bun @oven/bun-linux-x64 bin/bun
runtime Deno @deno/linux-x64-glibc deno run --allow-all

total
