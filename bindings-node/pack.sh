#!/usr/bin/env bash
# Builds the packages and packs them for npm: ./pack.sh DIRECTORY
set -euo pipefail
mkdir -p "$1"
out=$(cd "$1" && pwd)
cd "$(dirname "$0")"
./build.sh

# NATIVES=DIRECTORY takes the packages of all platforms from there, as `release/natives` has packed them.
if [ -n "${NATIVES:-}" ]; then
    manifest=packages/node/package.json
    kept=$(mktemp)
    cp "$manifest" "$kept"
    # Only what is packed asks for them: nobody can install them before they are published.
    trap 'mv "$kept" "$manifest"' EXIT
    for package in "$NATIVES"/*.tgz; do
        name=$(tar -xzOf "$package" package/package.json | node -p 'JSON.parse(fs.readFileSync(0)).name')
        npm pkg set --silent --workspace packages/node "optionalDependencies.$name=$(../release/version)"
    done
fi
npm pack --silent --workspaces --pack-destination "$out"
[ -z "${NATIVES:-}" ] || cp "$NATIVES"/*.tgz "$out"
