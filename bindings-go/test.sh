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

# A program that has another static library of Rust in it, as other modules bring along.
neighbours() {
    local program status=0
    program=$(mktemp -d)
    cat > "$program/main.go" << 'EOF'
package main

/*
#cgo LDFLAGS: ${SRCDIR}/libneighbour.a
#include <stdbool.h>
bool neighbour_works(void);
*/
import "C"

import "github.com/commet/commet-go"

func main() {
	if _, err := commet.Sign(nil, "secret"); err != nil || !C.neighbour_works() {
		panic("one of the two does not work")
	}
}
EOF
    cat > "$program/go.mod" << EOF
module example.com/program

go 1.24

require github.com/commet/commet-go v0.0.0

replace github.com/commet/commet-go => $PWD
EOF
    rustc --edition 2024 -O --crate-type staticlib ../bindings-c/tests/install/neighbour.rs -o "$program/libneighbour.a" &&
        go run -C "$program" . || status=1
    rm -rf "$program"
    return "$status"
}

check 'the C library' ./build.sh
check 'formatting' formatted
check 'vet' go vet ./...
check 'without cgo the compiler says what is wrong' refuses 'CGO_ENABLED_1' env CGO_ENABLED=0 go build .
check 'without the library the compiler says what to do' without_library
check 'a program with another static library of Rust' neighbours
suite 'tests' go test -count=1 -v ./...
suite 'tests with the race detector' go test -count=1 -v -race -short ./...
suite 'example' go test -C ../examples/go -count=1 -v ./...
check 'benchmark builds' go vet -C bench ./...

total
