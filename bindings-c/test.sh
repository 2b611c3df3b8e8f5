#!/usr/bin/env bash
# Builds the C library and tests it as its users get it: its functions under sanitizers and
# valgrind, the installed package through pkg-config and CMake, the example over HTTP.
# One line a test; the last line counts them.
# shellcheck disable=SC2046 # what pkg-config prints is meant to become several words
set -uo pipefail
cd "$(dirname "$0")" || exit

export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/../target}
built=$CARGO_TARGET_DIR/release
work=$(mktemp -d)
receiver=
cleanup() {
    [ -z "$receiver" ] || kill "$receiver" 2> /dev/null
    rm -rf "$work"
}
trap cleanup EXIT

passed=0 failed=0
pass() {
    passed=$((passed + 1))
    echo "ok $1"
}
fail() {
    failed=$((failed + 1))
    echo "FAILED $1"
}

# check NAME COMMAND…: a test that passes if the command does; what it says is shown if not.
check() {
    if "${@:2}" > "$work/log" 2>&1; then pass "$1"; else fail "$1" && cat "$work/log"; fi
}

# program NAME COMMAND…: a program of tests, each of which prints a line.
program() {
    local status=0
    "${@:2}" > "$work/out" 2> "$work/log" || status=$?
    while read -r verdict name; do
        case $verdict in
            ok) pass "$1: $name" ;;
            FAILED) fail "$1: $name" ;;
        esac
    done < "$work/out"
    # A crash, a leak or a race is a failure although every test may have passed.
    if [ "$status" -ne 0 ] || ! grep -q '^ok' "$work/out"; then
        fail "$1: ends with $status" && tail -40 "$work/log"
    fi
}

# package COMMAND-OR-FILE PACKAGE: remembers Debian's package of what is missing.
missing=()
package() {
    command -v "$1" > /dev/null || [ -e "$1" ] || missing+=("$2")
}

command -v cargo > /dev/null || { echo 'cargo is missing: install Rust with rustup, see https://rustup.rs' >&2; exit 1; }
package gcc gcc
package g++ g++
package make make
package nm binutils
package pkg-config pkg-config
package cmake cmake
package valgrind valgrind
package curl curl
package openssl openssl
package /usr/include/microhttpd.h libmicrohttpd-dev
if [ "${#missing[@]}" -gt 0 ]; then
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get > /dev/null; then
        echo "missing: ${missing[*]} (the names of Debian's packages)" >&2
        exit 1
    fi
    { apt-get update --quiet && apt-get install --quiet --yes "${missing[@]}"; } > "$work/log" 2>&1 ||
        { cat "$work/log" >&2; exit 1; }
fi

warnings=(-Wall -Wextra -Wpedantic -Werror)
c11=(-std=c11 -D_POSIX_C_SOURCE=200809L -g "${warnings[@]}" -Iinclude)
libraries=(-lutil -lrt -lpthread -lm -ldl)
programs=(signature event values into nothing threads leaks)

# programs NAME LIBRARY FLAGS…: builds all programs; they run with `run`.
build_programs() {
    mkdir -p "$work/$1"
    for program in "${programs[@]}"; do
        gcc "${c11[@]}" "${@:3}" "tests/$program.c" "$2" "${libraries[@]}" -o "$work/$1/$program" || return 1
    done
}

# run NAME COMMAND…: runs all programs of a build, perhaps within another command.
run() {
    for program in "${programs[@]}"; do
        program "$program ($1)" "${@:2}" "$work/$1/$program"
    done
}

### The library and its header

check 'the library builds without warnings' cargo clippy --quiet --package commet-webhooks-c --package commet-webhooks-c-header --all-targets -- --deny warnings
check 'tests of the boundary in Rust' cargo test --quiet --package commet-webhooks-c
if ! cargo build --quiet --release --package commet-webhooks-c; then
    echo 'the library does not build' >&2
    exit 1
fi
check 'the header is current' make --silent header-check

compiles() { # compiles COMMAND…: both headers, with warnings as errors
    printf '#include <commet_events.h>\n#include <commet.h>\n' | "$@" "${warnings[@]}" -Iinclude -fsyntax-only -
}
check 'the headers are C11' compiles gcc -x c -std=c11
check 'the headers are C2x' compiles gcc -x c -std=c2x
check 'the headers are C++17' compiles g++ -x c++ -std=c++17

exports() {
    nm --dynamic --defined-only "$built/libcommet.so" | awk '{ print $3 }' | sort > "$work/exported"
    grep -o '\bcommet_[a-z0-9_]*(' include/commet.h | tr -d '(' | sort --unique > "$work/declared"
    # The page at the header's head speaks of functions too, but of none that is not declared.
    diff "$work/exported" "$work/declared"
}
check 'the library exports what the header declares, and nothing else' exports
soname() { readelf --dynamic "$built/libcommet.so" | grep -F "Library soname: [libcommet.so.0]"; }
check 'the library has a SONAME' soname

### Its functions

build_programs plain "$built/libcommet.a" -O2 && run plain

# Neither sanitizers nor valgrind: they do not bear forks of several threads themselves.
check 'forks: builds' gcc "${c11[@]}" -O2 tests/forks.c "$built/libcommet.a" "${libraries[@]}" -o "$work/forks"
program forks "$work/forks"

export UBSAN_OPTIONS=print_stacktrace=1
export ASAN_OPTIONS=detect_stack_use_after_return=1
sanitize=(-O1 -fno-omit-frame-pointer '-fsanitize=address,undefined' -fno-sanitize-recover=all)
build_programs sanitized "$built/libcommet.a" "${sanitize[@]}" &&
    run sanitized env COMMET_TEST_CALLS=50000

# The Rust side too; Cargo's name of the target keeps flags away from build scripts.
target=$(rustc -vV | sed -n 's/^host: //p')
check 'the library builds with AddressSanitizer' env RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Zsanitizer=address \
    cargo build --quiet --package commet-webhooks-c --target "$target"
build_programs rust-sanitized "$CARGO_TARGET_DIR/$target/debug/libcommet.a" "${sanitize[@]}" &&
    run rust-sanitized env COMMET_TEST_CALLS=20000

build_programs thread-sanitized "$built/libcommet.a" -O1 -fsanitize=thread
program 'threads (thread-sanitized)' env COMMET_TEST_CALLS=50000 "$work/thread-sanitized/threads"

run plain env COMMET_TEST_CALLS=1000 valgrind --quiet --error-exitcode=99 --leak-check=full \
    --errors-for-leak-kinds=all

### The installed package

prefix=$work/prefix
# As the README says it, to a place that needs neither another user nor the system's cache of libraries.
mkdir "$work/bin"
printf '#!/bin/sh\nPATH=%s:/usr/sbin:/usr/bin:/sbin:/bin exec "$@"\n' "$work/bin" > "$work/bin/sudo"
printf '#!/bin/sh\n' > "$work/bin/ldconfig"
chmod +x "$work"/bin/*
block() { ../tests/blocks "$@"; }
install_as_described() { block bindings-c/README.md sh 1 > "$work/install" && PREFIX=$prefix PATH=$work/bin:$PATH sh -e "$work/install"; }
check 'make install' install_as_described
stage() { (umask 077 && make --silent install PREFIX=/usr LIBDIR=/usr/lib/somewhere DESTDIR="$work/a stage"); }
check 'make install DESTDIR' stage
staged() {
    (cd "$work/a stage" && find . ! -type d | sort) > "$work/staged"
    local version
    version=$(sed -n 's/^#define COMMET_VERSION "\(.*\)"/\1/p' include/commet.h)
    sort > "$work/expected" << EOF
./usr/include/commet.h
./usr/include/commet_events.h
./usr/lib/somewhere/cmake/commet/commet-config-version.cmake
./usr/lib/somewhere/cmake/commet/commet-config.cmake
./usr/lib/somewhere/libcommet.a
./usr/lib/somewhere/libcommet.so
./usr/lib/somewhere/libcommet.so.0
./usr/lib/somewhere/libcommet.so.$version
./usr/lib/somewhere/pkgconfig/commet.pc
./usr/share/doc/commet/LICENSE-APACHE
./usr/share/doc/commet/LICENSE-MIT
EOF
    diff "$work/staged" "$work/expected" && ! grep -rn '@\|stage' "$work/a stage/usr/lib/somewhere/pkgconfig" \
        "$work/a stage/usr/lib/somewhere/cmake" && [ -z "$(find "$work/a stage/usr" ! -perm -004)" ]
}
check 'every file is where it belongs' staged

export PKG_CONFIG_PATH=$prefix/lib/pkgconfig
pc() { pkg-config "$@" commet; }
version_agrees() { [ "$(pc --modversion)" = "$(sed -n 's/^#define COMMET_VERSION "\(.*\)"/\1/p' include/commet.h)" ]; }
check 'pkg-config tells the version' version_agrees

# consume NAME COMMAND…: compiles the consumer with a command, to "$work/consumer", and runs it.
shared_library_of() { LD_LIBRARY_PATH=$prefix/lib ldd "$1" | grep -F "$prefix/lib/libcommet.so.0"; }
consume_shared() {
    "$@" $(pc --cflags --libs) -o "$work/consumer" && shared_library_of "$work/consumer" &&
        LD_LIBRARY_PATH=$prefix/lib "$work/consumer"
}
consume_static() {
    "$@" -static $(pc --cflags --static --libs) -o "$work/consumer" && ! readelf --dynamic "$work/consumer" | grep NEEDED &&
        "$work/consumer"
}
check 'a C program through pkg-config, shared' consume_shared gcc -std=c11 "${warnings[@]}" tests/install/consumer.c
check 'a C++ program through pkg-config, shared' consume_shared g++ -x c++ -std=c++17 "${warnings[@]}" tests/install/consumer.c
check 'a C program through pkg-config, static' consume_static gcc -std=c11 "${warnings[@]}" tests/install/consumer.c
check 'a C++ program through pkg-config, static' consume_static g++ -x c++ -std=c++17 "${warnings[@]}" tests/install/consumer.c

neighbours() {
    rustc --edition 2024 -O --crate-type staticlib tests/install/neighbour.rs -o "$work/libneighbour.a" || return 1
    local order
    for order in "$prefix/lib/libcommet.a $work/libneighbour.a" "$work/libneighbour.a $prefix/lib/libcommet.a"; do
        # shellcheck disable=SC2086 # two words
        gcc -std=c11 "${warnings[@]}" $(pc --cflags) tests/install/neighbour.c $order "${libraries[@]}" -o "$work/neighbours" &&
            "$work/neighbours" || return 1
    done
}
check 'a program with another static library of Rust' neighbours

# The program of the README, which is its blocks of C, built both ways that it shows.
mkdir "$work/readme"
readme() {
    block bindings-c/README.md c > "$work/readme/receiver.c" && block bindings-c/README.md sh 2 > "$work/readme/compile" &&
        block bindings-c/README.md cmake > "$work/readme/CMakeLists.txt" || return 1
    (cd "$work/readme" && CPATH= sh -e compile && LD_LIBRARY_PATH=$prefix/lib ./receiver | grep -Fx 'the payment of user_1 failed') &&
        gcc -std=c11 "${warnings[@]}" $(pc --cflags) -c "$work/readme/receiver.c" -o /dev/null &&
        cmake -S "$work/readme" -B "$work/readme/build" -DCMAKE_PREFIX_PATH="$prefix" &&
        cmake --build "$work/readme/build" && "$work/readme/build/receiver" | grep -Fx 'the payment of user_1 failed'
}
check 'the program of the README' readme

configure() { # configure PREFIX VERSION
    rm -rf "$work/cmake"
    cmake -S tests/install -B "$work/cmake" -DCMAKE_PREFIX_PATH="$1" -DCOMMET_WANTED="$2"
}
through_cmake() { # through_cmake PREFIX
    configure "$1" 0.1 && cmake --build "$work/cmake" || return 1
    for program in c-shared cpp-shared c-static cpp-static; do
        "$work/cmake/$program" || return 1
    done
    readelf --dynamic "$work/cmake/c-shared" | grep -F libcommet.so.0 &&
        ! readelf --dynamic "$work/cmake/c-static" | grep -F libcommet
}
check 'C and C++ programs through CMake, shared and static' through_cmake "$prefix"
cp -a "$prefix" "$work/moved"
mv "$prefix" "$work/away"
check 'CMake finds a tree that was moved' through_cmake "$work/moved"
mv "$work/away" "$prefix"
too_new() { ! configure "$prefix" 0.999 && ! configure "$prefix" 1.0; }
check 'CMake refuses a version that is not there' too_new
spaced() {
    local place="$work/a place"
    make --silent install PREFIX="$place" &&
        eval "gcc -std=c11 tests/install/consumer.c $(PKG_CONFIG_PATH=$place/lib/pkgconfig pc --cflags --libs) -o '$work/consumer'" &&
        LD_LIBRARY_PATH=$place/lib "$work/consumer" && through_cmake "$place" &&
        make --silent uninstall PREFIX="$place" && [ -z "$(find "$place" ! -type d)" ]
}
check 'a place with spaces in its name' spaced

### Conformance

conformance() {
    cargo run --quiet --package commet-webhooks-tests --bin vectors cases > "$work/cases" &&
        make --silent conformance < "$work/cases" > "$work/results" &&
        cargo run --quiet --package commet-webhooks-tests --bin vectors compare "$work/results"
}
check 'conformance: every vector' conformance
conformance_sanitized() {
    gcc "${c11[@]}" "${sanitize[@]}" conformance/*.c "$CARGO_TARGET_DIR/$target/debug/libcommet.a" "${libraries[@]}" \
        -o "$work/conformance" && "$work/conformance" < "$work/cases" | cmp - "$work/results"
}
check 'conformance: the same with AddressSanitizer' conformance_sanitized

### The example

secret=whsec_test
sign() { openssl dgst -sha256 -hmac "$secret" -r | cut -d ' ' -f 1; }
url=
start_receiver() {
    gcc -std=c11 -D_POSIX_C_SOURCE=200809L -O1 -g -fsanitize=address,undefined "${warnings[@]}" ../examples/c/receiver.c \
        $(pkg-config --cflags --libs commet libmicrohttpd) -o "$work/receiver" || return 1
    local port
    for port in 18431 28431 38431 48431; do
        LD_LIBRARY_PATH=$prefix/lib COMMET_WEBHOOK_SECRET=$secret CREEM_WEBHOOK_SECRET=$secret "$work/receiver" "$port" > "$work/received" 2>&1 &
        receiver=$!
        url=http://127.0.0.1:$port/webhooks/commet
        for _ in $(seq 300); do
            grep -q listening "$work/received" && return 0
            kill -0 "$receiver" 2> /dev/null || break
            sleep 0.1
        done
        kill "$receiver" 2> /dev/null
        wait "$receiver"
    done
    cat "$work/received"
    return 1
}
# answers STATUS TEXT CURL-ARGUMENTS…: whether a request is answered like this.
answers() {
    local answer
    answer=$(curl --silent --max-time 10 --write-out ' %{http_code}' "${@:3}")
    echo "$answer"
    [ "$answer" = "$2 $1" ]
}
# post FILE HEADER…: the arguments of a request with a body.
post() {
    printf '%s\n' --data-binary "@$1" "$url"
    for header in "${@:2}"; do printf '%s\n' --header "$header"; done
}
# request NAME STATUS TEXT FILE HEADER…, to what runs.
what=example
request() {
    local arguments
    mapfile -t arguments < <(post "${@:4}")
    check "$what: $1" answers "$2" "$3" "${arguments[@]}"
}

no_secret() { ! LD_LIBRARY_PATH=$prefix/lib COMMET_WEBHOOK_SECRET=' ' "$work/receiver" > "$work/out" 2>&1 && grep -q COMMET_WEBHOOK_SECRET "$work/out"; }

check 'example: starts' start_receiver
check 'example: wants a secret' no_secret
printf '%s' '{"id":"whev_1","event":"payment.received","data":{"customerId":"user_1","invoiceTotal":9900}}' > "$work/paid"
printf '%s' '{"event":"news.from_tomorrow","data":{}}' > "$work/news"
printf '%s' '{"event":' > "$work/broken"
head -c 1100000 /dev/zero | tr '\0' ' ' > "$work/large"
signature=$(sign < "$work/paid")
request 'a signed event' 200 '{"received":true}' "$work/paid" "X-Commet-Signature: $signature" 'X-Commet-Event: payment.received'
request 'an event that nobody knows' 200 '{"received":true}' "$work/news" "x-commet-signature: $(sign < "$work/news")"
request 'a forged event' 403 '{"received":false,"code":"signature_mismatch"}' "$work/news" "X-Commet-Signature: $signature"
request 'no signature' 403 '{"received":false,"code":"missing_signature"}' "$work/paid"
request 'two signatures' 403 '{"received":false,"code":"malformed_signature"}' "$work/paid" "X-Commet-Signature: $signature" "x-commet-signature: $signature"
request 'another event in the header' 400 '{"received":false,"code":"event_header_mismatch"}' "$work/paid" "X-Commet-Signature: $signature" 'X-Commet-Event: invoice.created'
request 'a body that is no JSON' 400 '{"received":false,"code":"invalid_json"}' "$work/broken" "X-Commet-Signature: $(sign < "$work/broken")"
request 'a body that is too large' 413 '{"received":false,"code":"body_too_large"}' "$work/large" "X-Commet-Signature: $signature"
check 'example: another method' answers 405 '{"received":false}' "$url"
check 'example: another path' answers 404 '{"received":false}' "$url/more"
handled() { grep -Fx 'user_1 paid 9900 cents' "$work/received" && grep -F ' payment.received as whev_1' "$work/received"; }
check 'example: handles what it receives' handled
request 'the same event again' 200 '{"received":true}' "$work/paid" "X-Commet-Signature: $signature"
repeated() { grep -Fx 'repeated payment.received as whev_1' "$work/received" && [ "$(grep -cFx 'user_1 paid 9900 cents' "$work/received")" -eq 1 ]; }
check 'example: handles it once' repeated
stops() { kill "$receiver" && wait "$receiver"; }
check 'example: stops without leaks' stops
receiver=

### The page of libmicrohttpd

page=docs/frameworks/c-libmicrohttpd.md
start_page() {
    mkdir "$work/page" && block $page c > "$work/page/receiver.c" && block $page sh 1 > "$work/page/compile" &&
        block $page sh 2 > "$work/page/try" || return 1
    (cd "$work/page" && sh -e compile) || return 1
    gcc -std=c11 -g -fsanitize=address,undefined "${warnings[@]}" "$work/page/receiver.c" \
        $(pkg-config --cflags --libs commet libmicrohttpd) -o "$work/page/receiver" || return 1
    mkfifo "$work/page/input"
    for port in 18432 28432 38432 48432; do
        LD_LIBRARY_PATH=$prefix/lib COMMET_WEBHOOK_SECRET=$secret PORT=$port "$work/page/receiver" \
            < "$work/page/input" > "$work/received" 2> "$work/page/errors" &
        receiver=$!
        exec 9> "$work/page/input"
        url=http://127.0.0.1:$port/webhooks/commet
        for _ in $(seq 300); do
            # Before anybody is asked: another program may have the port.
            kill -0 "$receiver" 2> /dev/null || break
            curl --silent --output /dev/null "$url" && return 0
            sleep 0.1
        done
        kill "$receiver" 2> /dev/null
        wait "$receiver"
    done
    cat "$work/page/errors"
    return 1
}
check 'page: starts' start_page
try_page() { PORT=$port sh -e "$work/page/try" | grep -Fx '{"received":true}'; }
check 'page: what it shows to try' try_page
printf '%s' '{ "event":"brand.new","id":"whev_2","mode":"live","data":{}}' > "$work/new"
what=page
request 'an event that nobody knows' 200 '{"received":true}' "$work/new" "x-commet-signature: $(sign < "$work/new")"
request 'a forged event' 403 '{"received":false,"code":"signature_mismatch"}' "$work/news" "X-Commet-Signature: $(sign < "$work/new")"
request 'a body that is no JSON' 400 '{"received":false,"code":"invalid_json"}' "$work/broken" "X-Commet-Signature: $(sign < "$work/broken")"
request 'a body that is too large' 413 '{"received":false,"code":"body_too_large"}' "$work/large" "X-Commet-Signature: $signature"
check 'page: handles what it receives' grep -Fx 'user_1 has to pay again' "$work/received"
page_stops() { exec 9>&- && wait "$receiver"; }
check 'page: stops without leaks' page_stops
receiver=

### The end

check 'make uninstall' make --silent uninstall PREFIX="$prefix"
nothing_left() { [ -z "$(find "$prefix" ! -type d)" ]; }
check 'nothing is left' nothing_left

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
