#!/usr/bin/env bash
# Builds the library and tests the Go package, as its users get it too: ./test.sh
set -uo pipefail
cd "$(dirname "$0")"
# shellcheck source=tests/count.sh
. ../tests/count.sh

need cargo 'install Rust with rustup, see https://rustup.rs'
need go 'install Go, see https://go.dev/dl'

formatted() {
    local files
    files=$(gofmt -l . ../examples/go)
    [ -z "$files" ] || { printf 'gofmt would change\n%s\n' "$files"; return 1; }
}

# refuses WORDS COMMAND…: the build fails, and says these words.
refuses() {
    local said
    ! said=$("${@:2}" 2>&1) && grep -q -- "$1" <<< "$said"
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

check 'the C library' ./build.sh
check 'formatting' formatted
check 'vet' go vet ./...
check 'without cgo the compiler says what is wrong' refuses 'CGO_ENABLED_1' env CGO_ENABLED=0 go build .
check 'without the library the compiler says what to do' without_library
suite 'tests' go test -count=1 -v ./...
suite 'tests with the race detector' go test -count=1 -v -race -short ./...
suite 'example' go test -C ../examples/go -count=1 -v ./...
check 'benchmark builds' go vet -C bench ./...

total
