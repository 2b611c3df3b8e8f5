#!/usr/bin/env bash
# The crates as their users get them: packed, put into a registry of their own, added to an application by the
# commands of their READMEs, and built from that alone.
set -euo pipefail
cd "$(dirname "$0")/../.."

root=$PWD
built=${CARGO_TARGET_DIR:-$root/target}/packed
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

cargo package --quiet --allow-dirty --no-verify --package commet-webhooks --package commet-webhooks-axum --target-dir "$place"
mkdir "$place/crates"
for crate in "$place"/package/*.crate; do tar -xzf "$crate" -C "$place/crates"; done

# Beside ours, the registry has what they depend on.
cat > "$place/Cargo.toml" << END
[workspace]
resolver = "3"
members = ["crates/*"]
[patch.crates-io]
commet-webhooks = { path = "$(cd "$place"/crates/commet-webhooks-[0-9]* && pwd)" }
END
cp Cargo.lock "$place"
cargo vendor --quiet --manifest-path "$place/Cargo.toml" "$place/registry" > /dev/null
for crate in "$place"/crates/*; do
    echo '{"files":{}}' > "$crate/.cargo-checksum.json"
    mv "$crate" "$place/registry"
done

rm "$place/Cargo.toml"
cargo new --quiet --vcs none --lib "$place/app"
cd "$place/app"
mkdir .cargo
cat > .cargo/config.toml << END
[source.crates-io]
replace-with = "packed"
[source.packed]
directory = "$place/registry"
END
for page in core/README.md axum/README.md docs/frameworks/axum.md docs/frameworks/actix-web.md; do
    "$root/tests/blocks" "$page" sh > install.sh
    sh -e install.sh
done
cargo check --quiet --target-dir "$built"
