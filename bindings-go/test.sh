#!/usr/bin/env bash
# Builds the library and runs every check and test of the Go package, counts them, and fails if one
# does: ./test.sh
set -uo pipefail
cd "$(dirname "$0")"

for tool in go cargo; do
    command -v "$tool" > /dev/null || { echo "$tool is missing: install it to test the Go package" >&2; exit 1; }
done

passed=0 failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# check NAME COMMAND…: a check that passes if the command does.
check() {
    printf '\n== %s\n' "$1"
    if "${@:2}"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1"; fi
}

# suite NAME DIRECTORY ARGUMENT…: a run of «go test», whose tests are counted.
suite() {
    printf '\n== %s\n' "$1"
    local status=0 good bad
    (cd "$2" && go test -count=1 -v "${@:3}") > "$log" 2>&1 || status=1
    good=$(grep -c '^ *--- PASS' "$log") bad=$(grep -c '^ *--- FAIL' "$log")
    # A run that fails without a failed test, such as one that does not compile, is itself a failure.
    if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
    if [ $((good + bad)) -eq 0 ]; then bad=1; fi
    if [ "$bad" -ne 0 ]; then
        grep -v -e '^ *--- PASS' -e '^=== ' "$log"
        echo "FAILED: $1"
    fi
    passed=$((passed + good)) failed=$((failed + bad))
}

formatted() {
    local files
    files=$(gofmt -l . ../examples/go)
    [ -z "$files" ] || { printf 'gofmt would change\n%s\n' "$files"; return 1; }
}

# refuses WORDS COMMAND…: the build fails, and says these words.
refuses() {
    ! "${@:2}" > "$log" 2>&1 && grep -q -- "$1" "$log"
}

without_library() {
    local copy status=0
    copy=$(mktemp -d)
    cp -r go.mod *.go internal "$copy"
    rm "$copy/internal/native/archives.h"
    (cd "$copy" && refuses 'build\.sh' go build .) || status=1
    rm -rf "$copy"
    return "$status"
}

# The conformance program, asked and compared by the project's own tools, which count the cases.
conformance() {
    printf '\n== conformance\n'
    local status=0 good bad
    cargo run --quiet --package commet-webhooks-tests --bin vectors cases |
        go run ./internal/conformance |
        cargo run --quiet --package commet-webhooks-tests --bin vectors compare - > "$log" 2>&1 || status=1
    read -r good bad < <(awk '/^[0-9]+ passed, [0-9]+ failed$/ { good += $1; bad += $3 } END { print good + 0, bad + 0 }' "$log")
    if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
    if [ $((good + bad)) -eq 0 ]; then bad=1; fi
    if [ "$bad" -ne 0 ]; then
        grep -v '^[0-9]* passed' "$log"
        echo 'FAILED: conformance'
    fi
    passed=$((passed + good)) failed=$((failed + bad))
}

check 'the C library' ./build.sh
check 'formatting' formatted
check 'vet' go vet ./...
check 'without cgo the compiler says what is wrong' refuses 'CGO_ENABLED_1' env CGO_ENABLED=0 go build .
check 'without the library the compiler says what to do' without_library
suite 'tests' . ./...
suite 'tests with the race detector' . -race -short ./...
suite 'example' ../examples/go ./...
check 'benchmark builds' sh -c 'cd bench && go vet ./...'
conformance

printf '\n%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
