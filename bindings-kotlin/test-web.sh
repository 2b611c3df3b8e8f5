#!/usr/bin/env bash
# Tests the artifacts for web frameworks as their users get them: installed, in servers that are called over HTTP.
set -uo pipefail
cd "$(dirname "$0")"
# shellcheck source=tests/count.sh
. ../tests/count.sh

need cargo 'install Rust with rustup, see https://rustup.rs'
debian maven openjdk-17-jdk-headless curl openssl

work=$(mktemp -d) receiver=
trap '[ -z "$receiver" ] || kill "$receiver"; rm -rf "$work" "$log"' EXIT

# maven DIRECTORY ARGUMENT…
maven() {
    (cd "$1" && mvn --batch-mode --no-transfer-progress -Dstyle.color=never -Dmaven.repo.local="$(< "$work/repository")" "${@:2}")
}

build() { ./build.sh -Dmaven.javadoc.skip -Dmaven.source.skip > "$work/repository"; }

# complete DIRECTORY: builds and installs its artifact, with what a repository of artifacts wants of one.
complete() {
    maven "$1" --quiet clean install || return 1
    local kind name=commet-$1 version
    version=$(../release/version)
    for kind in .jar -sources.jar -javadoc.jar .pom; do
        [ -s "$(< "$work/repository")/co/commet/$name/$version/$name-$version$kind" ] || { echo "there is no $kind"; return 1; }
    done
}

# The application of a page, and what starts it.
declare -A page=([spring]=docs/frameworks/spring-boot.md [ktor]=docs/frameworks/ktor.md)
application() {
    pages/project "$1" "$work/$1" "${page[$1]}"
}
# older FRAMEWORK: its tests with the oldest version that it is for; the application of its page may have a newer one.
older() {
    cp -r "$1/tests" "$work/older-$1" && rm -rf "$work/older-$1/target" || return 1
    case "$1" in
        spring) sed -i 's|<version>3\.5\.9</version>|<version>3.2.12</version>|' "$work/older-$1/pom.xml" ;;
        ktor) sed -i 's|\(<kotlin.version>\).*<|\12.0.21<|; s|\(<ktor.version>\).*<|\13.0.3<|' "$work/older-$1/pom.xml" ;;
    esac
    ! cmp -s "$1/tests/pom.xml" "$work/older-$1/pom.xml"
}
start_spring() { exec java -jar "$work"/spring/target/spring-0.1.0.jar; }
start_ktor() { exec java -cp "$work/ktor/target/classes:$(< "$work/ktor/target/path")" Part1Kt; }
package_spring() { maven "$work/spring" --quiet -DskipTests package; }
package_ktor() { maven "$work/ktor" --quiet dependency:build-classpath -Dmdep.outputFile=target/path; }

# post BODY SIGNED: the status of a request whose signature is that of another body, perhaps.
post() {
    local signature
    signature=$(printf %s "$2" | openssl dgst -sha256 -hmac whsec_test -r | cut -d ' ' -f 1)
    curl --silent --max-time 20 --output /dev/null --write-out '%{http_code}' --data-binary "$1" --header 'Content-Type: application/json' \
        --header "X-Commet-Signature: $signature" "http://127.0.0.1:$port/webhooks/commet"
}

# receives FRAMEWORK: the application, started as its users start it, answers over HTTP.
receives() {
    local port body='{ "event":"payment.failed","mode":"live","data":{"customerId":"user_1"}}' said=$work/$1/said
    "package_$1" || return 1
    for port in 18461 28461 38461; do
        # Not where somebody answers, such as another run of this, nor beside one that did not come up in time.
        ! curl --silent --max-time 5 --output /dev/null "http://127.0.0.1:$port/" || continue
        [ -z "$receiver" ] || { kill "$receiver" 2> /dev/null && wait "$receiver"; }
        PORT=$port SERVER_PORT=$port COMMET_WEBHOOK_SECRET=whsec_test "start_$1" > "$said" 2>&1 &
        receiver=$!
        for _ in $(seq 1200); do
            [ "$(post "$body" "$body")" != 200 ] || break 2
            kill -0 "$receiver" 2> /dev/null || break
            sleep 0.1
        done
    done
    [ "$(post "$body" "$body ")" = 403 ] && [ "$(post '[]' '[]')" = 400 ] && grep -q 'user_1 has to pay again' "$said"
    local status=$?
    [ "$status" -eq 0 ] || cat "$said"
    kill "$receiver" && { wait "$receiver" || true; }
    receiver=
    return "$status"
}

check 'the jar' build
for framework in spring ktor; do
    check "the artifact for $framework" complete "$framework"
    suite "$framework over HTTP" maven "$framework/tests" clean test
    check "the tests with an older $framework" older "$framework"
    suite "an older $framework over HTTP" maven "$work/older-$framework" test
    check "the application of the page on $framework" application "$framework"
    suite "the test of the page on $framework" maven "$work/$framework" test
    check "the application of the page on $framework, over HTTP" receives "$framework"
done

total
