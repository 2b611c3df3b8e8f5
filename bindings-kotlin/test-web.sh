#!/usr/bin/env bash
# Tests the artifacts for web frameworks as their users get them: installed, in servers that are called over HTTP.
set -uo pipefail
cd "$(dirname "$0")"
# shellcheck source=tests/count.sh
. ../tests/count.sh

need cargo 'install Rust with rustup, see https://rustup.rs'
debian maven openjdk-17-jdk-headless

work=$(mktemp -d)
trap 'rm -rf "$work" "$log"' EXIT

# maven DIRECTORY ARGUMENT…
maven() {
    (cd "$1" && mvn --batch-mode --no-transfer-progress -Dstyle.color=never -Dmaven.repo.local="$(< "$work/repository")" "${@:2}")
}

build() { ./build.sh -Dmaven.javadoc.skip -Dmaven.source.skip > "$work/repository"; }

# complete DIRECTORY: builds and installs its artifact, with what a repository of artifacts wants of one.
complete() {
    maven "$1" --quiet clean install || return 1
    local kind name=commet-$1
    for kind in .jar -sources.jar -javadoc.jar .pom; do
        [ -s "$(< "$work/repository")/co/commet/$name/0.1.0/$name-0.1.0$kind" ] || { echo "there is no $kind"; return 1; }
    done
}

check 'the jar' build
for framework in spring ktor; do
    check "the artifact for $framework" complete "$framework"
    suite "$framework over HTTP" maven "$framework/tests" clean test
done

total
