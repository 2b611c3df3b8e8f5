#!/usr/bin/env bash
# Packs the artifacts, with their sources, documentation and checksums, as a Maven repository: ./pack.sh DIRECTORY
set -euo pipefail
mkdir -p "$1"
out=$(cd "$1" && pwd)
cd "$(dirname "$0")"
repository=$(./build.sh)
version=$(../release/version)
for framework in spring ktor; do
    mvn --quiet --batch-mode -Dstyle.color=never -Dmaven.repo.local="$repository" -Dmaven.test.skip \
        --file "$framework/pom.xml" clean install >&2
done
# The times in this one are those of the build.
documentation=$repository/co/commet/commet-ktor/$version/commet-ktor-$version-javadoc.jar
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
(cd "$stage" && jar xf "$documentation")
../release/archive "$stage.zip" "$stage" ''
mv "$stage.zip" "$documentation"

for name in commet-java commet-spring commet-ktor; do
    place=co/commet/$name/$version
    mkdir -p "$out/$place"
    # The rest of what is there says how this one repository came by it.
    for kind in .pom .jar -sources.jar -javadoc.jar; do
        cp "$repository/$place/$name-$version$kind" "$out/$place"
        sha1sum < "$repository/$place/$name-$version$kind" | cut -d ' ' -f 1 > "$out/$place/$name-$version$kind.sha1"
    done
done
