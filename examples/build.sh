#!/usr/bin/env bash
# Builds the receiver of a language as its users would: with the package installed, by the language's own tools, in a
# directory of its own, target/demo/LANGUAGE. What has not changed is not built again.
#
#   examples/build.sh rust|c|go|php|python|node|java|kotlin
set -euo pipefail
cd "$(dirname "$0")/.."

language=${1:?which language?}
target=${CARGO_TARGET_DIR:-$PWD/target}
mkdir -p "$target"
target=$(cd "$target" && pwd)
export CARGO_TARGET_DIR=$target
place=$target/demo/$language

# state TOOL PATH…: what a build depends on, as one line: the version that a command tells, and the content of files.
state() {
    local files
    # Where Git does not tell which files are sources, everything is built each time.
    files=$(git ls-files --cached --others --exclude-standard -- Cargo.lock core examples/build.sh "${@:2}" \
        ':!bindings-*/test*' ':!bindings-*/bench*' ':!bindings-*/conformance/*' ':!*.md') || files=
    [ -n "$files" ] || { date +%N && return; }
    # shellcheck disable=SC2086 # a command and its arguments
    { $1 2>&1; rustc --version; xargs -d '\n' cksum <<< "$files" 2> /dev/null || true; } | cksum
}

# fresh PLACE STATE: whether the place was built from that; if not, it is emptied.
fresh() {
    [ "$(cat "$1/state" 2> /dev/null)" != "$2" ] || return 0
    rm -rf "$1"
    mkdir -p "$1"
    return 1
}

build_rust() {
    cargo build --release --package commet-webhooks-example
    cp "$target/release/receiver" "$place"
}

build_c() {
    make -C bindings-c install PREFIX="$place/prefix"
    # shellcheck disable=SC2046 # several words
    PKG_CONFIG_PATH=$place/prefix/lib/pkgconfig sh -ec 'cc -std=c11 -D_POSIX_C_SOURCE=200809L -O2 -Wall -Wextra examples/c/receiver.c \
        -o "$1/receiver" $(pkg-config --cflags --libs commet libmicrohttpd) -pthread -Wl,-rpath,"$1/prefix/lib"' build "$place"
}

build_go() {
    bindings-go/build.sh
    go build -C examples/go -o "$place/receiver" .
}

build_php() {
    bindings-php/pack.sh "$place/packed"
    cp examples/php/webhook.php "$place"
    export COMPOSER_ALLOW_SUPERUSER=1 COMPOSER_HOME=$place/composer
    composer() { command composer --no-interaction --working-dir="$place" "$@"; }
    echo '{}' > "$place/composer.json"
    # From the package that was packed, as it will be from Packagist.
    composer config repositories.packed artifact "$place/packed"
    composer config repositories.packagist.org false
    composer require commet/commet-php
}

build_python() {
    local python
    python=$(bindings-python/build.sh)
    cp examples/python/receiver.py "$place"
    python3 -m venv "$place/venv"
    "$place/venv/bin/pip" install --disable-pip-version-check "${python%/venv/bin/python}"/wheels/*.whl flask waitress
}

build_node() {
    bindings-node/pack.sh "$place/packed"
    cp examples/node/receiver.mjs "$place"
    npm --prefix "$place" install --no-save "$place"/packed/commet-node-*.tgz express
}

# jars: the artifacts for Java and Kotlin in a local Maven repository, whose path is in $repository.
jars() {
    local state artifact
    repository=$target/maven
    state=$(state 'java -version' bindings-kotlin)
    for artifact in java spring ktor; do
        compgen -G "$repository/co/commet/commet-$artifact/*/*.jar" > /dev/null || rm -rf "$target/demo/jars"
    done
    fresh "$target/demo/jars" "$state" || {
        bindings-kotlin/build.sh -Dmaven.javadoc.skip -Dmaven.source.skip
        maven bindings-kotlin/spring -Dmaven.test.skip -Dmaven.javadoc.skip -Dmaven.source.skip install
        maven bindings-kotlin/ktor -Dmaven.test.skip -Dmaven.javadoc.skip -Dmaven.source.skip install
        echo "$state" > "$target/demo/jars/state"
    }
}

# maven DIRECTORY ARGUMENT…
maven() {
    (cd "$1" && mvn --quiet --batch-mode -Dstyle.color=never -Dmaven.repo.local="$repository" "${@:2}")
}

build_jvm() {
    jars
    cp -R "examples/$language/." "$place"
    maven "$place" package
}
build_java() { build_jvm; }
build_kotlin() { build_jvm; }

case $language in
    rust) state=$(state true Cargo.toml axum examples/rust) ;;
    c) state=$(state 'cc --version' bindings-c examples/c) ;;
    go) state=$(state 'go version' bindings-c bindings-go examples/go) ;;
    php) state=$(state 'php --version' bindings-c bindings-php examples/php) ;;
    python) state=$(state 'python3 --version' bindings-python examples/python) ;;
    node) state=$(state 'node --version' bindings-node examples/node) ;;
    java | kotlin) state=$(state 'java -version' bindings-kotlin "examples/$language") ;;
    *) echo "there is no example in $language" >&2; exit 2 ;;
esac
fresh "$place" "$state" || {
    "build_$language"
    echo "$state" > "$place/state"
}
