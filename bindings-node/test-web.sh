#!/usr/bin/env bash
# Tests the packages for frameworks as their users get them: packed, installed into a new project, called over HTTP.
set -uo pipefail
cd "$(dirname "$0")"
# shellcheck source=tests/count.sh
. ../tests/count.sh

need cargo 'install Rust with rustup, see https://rustup.rs'
need npm 'install Node.js, see https://nodejs.org'

REPOSITORY=$(cd .. && pwd)
export REPOSITORY NEXT_TELEMETRY_DISABLED=1 CI=1

place=$(mktemp -d)
trap 'rm -rf "$log" "$place"' EXIT

install() {
    mkdir "$place/packed" &&
        npm pack --silent --workspaces --pack-destination "$place/packed" &&
        cp -r tests-web "$place/project" &&
        cd "$place/project" &&
        for package in node next creem-nextjs better-auth; do
            "$REPOSITORY/tests/blocks" "bindings-node/packages/$package/README.md" sh > "$place/install" &&
                node "$REPOSITORY/bindings-node/scripts/registry.mjs" "$place/packed" bash -e "$place/install" || return
        done
}

# The blocks of the documentation, as its readers copy them.
documentation() {
    node blocks.mjs && npx --no -- tsc --project tsconfig.documentation.json
}

# typed PACKAGE OPTION…: its types resolve wherever TypeScript looks for them.
typed() {
    local package=$1
    shift
    npx --no -- publint --strict "packages/$package" && npx --no -- attw "$@" --pack "packages/$package"
}

# in_project COMMAND…
in_project() { (cd "$place/project" && "$@"); }

check 'the packages' ./build.sh
check 'types of @commet/next' typed next
check 'types of @creem_io/nextjs' typed creem-nextjs
check 'types of @commet/better-auth, of ES modules only as its framework' typed better-auth --profile esm-only
check 'installed as the READMEs say' install
check 'receivers and types, strictly' in_project npx --no -- tsc
check 'the documentation compiles' in_project documentation
check "the tests of the documentation's routes" in_project env COMMET_WEBHOOK_SECRET=whsec_test CREEM_WEBHOOK_SECRET=test npx --no -- vitest run
for bundler in turbopack webpack; do
    check "Next.js builds with $bundler" in_project env NEXT_DIST="dist/$bundler" npx --no -- next build next "--$bundler"
done
suite 'over HTTP' in_project node --test --test-reporter="$REPOSITORY/bindings-node/scripts/reporter.mjs" test/

total
