#!/usr/bin/env bash
# Packs the package with its libraries, as Composer takes it from a repository of the type `artifact`:
# ./pack.sh DIRECTORY
set -euo pipefail
mkdir -p "$1"
out=$(cd "$1" && pwd)
cd "$(dirname "$0")"
./build.sh

version=$(../release/version)
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
# What a directory says counts for what is in it, which check-attr leaves to those who ask.
files() { git ls-files --cached --others --exclude-standard; }
ignored=$(files | awk -F / '{ path = ""; for (part = 1; part <= NF; part++) print path = path (part > 1 ? "/" : "") $part }' |
    sort -u | git check-attr --stdin export-ignore | sed -n 's/: export-ignore: set$//p')
files | awk -F / -v ignored="$ignored" '
    BEGIN { count = split(ignored, names, "\n"); for (name = 1; name <= count; name++) leave[names[name]] = 1 }
    {
        path = ""
        for (part = 1; part <= NF; part++) if ((path = path (part > 1 ? "/" : "") $part) in leave) next
        print
    }' | while read -r file; do
    [ ! -f "$file" ] || { mkdir -p "$stage/$(dirname "$file")" && cp "$file" "$stage/$file"; }
done
rm -f "$stage/.gitattributes" "$stage/.gitignore"
cp -R lib "$stage"
cp ../LICENSE-* "$stage"
# A repository of tags knows the version from the tag; an archive has to say it.
sed -i.bak "s|^    \"type\": |    \"version\": \"$version\",\n&|" "$stage/composer.json"
rm "$stage/composer.json.bak"
grep -q "\"version\": \"$version\"" "$stage/composer.json"
../release/archive "$out/commet-php-$version.zip" "$stage" ''
