#!/usr/bin/env bash
# Builds the addon for this machine into its package, and the packages from TypeScript.
set -euo pipefail
cd "$(dirname "$0")"

target_dir=${CARGO_TARGET_DIR:-$PWD/../target}
cargo build --quiet --release --package commet-webhooks-node
# By another name first: a process that runs still has the previous file open.
place=$(node scripts/target.mjs)
cp "$target_dir/release/$(node -p 'process.platform === "win32" ? "commet_node.dll" : `libcommet_node.${process.platform === "darwin" ? "dylib" : "so"}`')" "$place.new"
mv "$place.new" "$place"

[ -d node_modules ] || npm ci --silent
npm run build --silent --workspaces --if-present
for package in packages/* npm/*; do
    cp ../LICENSE-* "$package"
done
