#!/usr/bin/env bash
# Packs the module with its libraries, as a module proxy serves it: ./pack.sh DIRECTORY
#
# GOPROXY=file://DIRECTORY then gives it.
set -euo pipefail
mkdir -p "$1"
out=$(cd "$1" && pwd)
cd "$(dirname "$0")"
./build.sh

version=v$(../release/version)
module=$(sed -n 's/^module //p' go.mod)
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
# The benchmark is a module of its own; the list of what is exported is for those who change that.
git ls-files --cached --others --exclude-standard -- . ':!bench' ':!internal/api' ':!internal/hardening' ':!api.txt' | while read -r file; do
    [ ! -f "$file" ] || { mkdir -p "$stage/$(dirname "$file")" && cp "$file" "$stage/$file"; }
done
# What builds and tests it needs the rest of the tree.
rm "$stage"/.gitignore "$stage"/*.sh
cp internal/native/{libcommet_*.a,commet.h,archives.h} "$stage/internal/native"
cp ../LICENSE-* "$stage"

place=$out/$module/@v
mkdir -p "$place"
cp go.mod "$place/$version.mod"
../release/archive "$place/$version.zip" "$stage" "$module@$version"
time=$(TZ=UTC0 git log -1 --format=%cd --date=format-local:%Y-%m-%dT%H:%M:%SZ)
printf '{"Version":"%s","Time":"%s"}\n' "$version" "$time" > "$place/$version.info"
echo "$version" > "$place/list"
