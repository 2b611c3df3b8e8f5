# shellcheck shell=bash
# For the runners of tests, which source it: counts what passes and what fails.

passed=0 failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# check NAME COMMAND…: a check that passes if the command does; what it says is shown if not.
check() {
    printf '\n== %s\n' "$1"
    if "${@:2}" > "$log" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        cat "$log"
        echo "FAILED: $1"
    fi
}

# suite NAME COMMAND…: a test runner that prints counts, which are added up.
suite() {
    printf '\n== %s\n' "$1"
    local status good bad output
    output=$(mktemp)
    "${@:2}" 2>&1 | tee "$output" | grep --line-buffered -v -E '^(test .* \.\.\. ok$|=== (RUN|PAUSE|CONT) | *--- PASS)'
    status=${PIPESTATUS[0]}
    # Of cargo: «test result: ok. 3 passed; 0 failed; …», a line for each binary; of our own runners:
    # «3 passed, 0 failed», of which the last is the sum, of what other runners printed before it too; of
    # PHPUnit: «OK (3 tests, …)» or «Tests: 3, …, Errors: 1, Failures: 1.»; of `go test -v`: «--- PASS» or
    # «--- FAIL», a line for each test; of pytest «3 failed, 2 passed in 1.00s»; of Maven «Tests run: 3,
    # Failures: 1, Errors: 1, Skipped: 0», where lines of a class have its time behind that.
    # Colours, which Maven sets back even where it sets none, are no part of a line.
    read -r good bad < <(awk '
        { gsub(/\033\[[0-9;]*m/, "") }
        /^test result:/ { good += $4; bad += $6 }
        /^[0-9]+ passed, [0-9]+ failed$/ { summed = 1; sum = $1; rest = $3 }
        /^OK \([0-9]+ tests?,/ { sub(/\(/, "", $2); good += $2 }
        /^Tests: [0-9]+,/ {
            good += $2
            for (field = 3; field < NF; field++)
                if ($field ~ /^(Errors|Failures|Warnings|Risky):$/) { good -= $(field + 1); bad += $(field + 1) }
        }
        /Tests run: [0-9]+, Failures: [0-9]+, Errors: [0-9]+, Skipped: [0-9]+$/ {
            sub(/.*Tests run: /, "")
            good += $1 - $3 - $5 - $7; bad += $3 + $5
        }
        /^=* ?[0-9]+ [a-z]+(, [0-9]+ [a-z]+)* in [0-9.]+s/ {
            for (field = 2; field <= NF; field++) {
                if ($field ~ /^passed/) good += $(field - 1)
                if ($field ~ /^(failed|errors?)/) bad += $(field - 1)
            }
        }
        /^ *--- PASS/ { good++ }
        /^ *--- FAIL/ { bad++ }
        # The sum of a runner that calls others has what they printed in it.
        END { if (summed) print sum, rest; else print good + 0, bad + 0 }' "$output")
    rm -f "$output"
    # A runner that fails without a failed test, or that ran none, is itself a failure.
    if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
    if [ $((good + bad)) -eq 0 ]; then bad=1; fi
    if [ "$bad" -ne 0 ]; then echo "FAILED: $1"; fi
    passed=$((passed + good)) failed=$((failed + bad))
}

# total: prints the counts; whether nothing failed.
total() {
    printf '\n%d passed, %d failed\n' "$passed" "$failed"
    [ "$failed" -eq 0 ]
}

# need COMMAND HOW: stops if a command is missing, and says how to get it.
need() {
    command -v "$1" > /dev/null || { echo "$1 is missing: $2" >&2; exit 1; }
}

# debian PACKAGE…: installs those of Debian's packages that are missing.
debian() {
    local package missing=()
    for package; do dpkg -s "$package" > /dev/null 2>&1 || missing+=("$package"); done
    [ "${#missing[@]}" -gt 0 ] || return 0
    if ! command -v apt-get > /dev/null || [ "$(id -u)" -ne 0 ]; then
        echo "missing: ${missing[*]} (the names of Debian's packages)" >&2
        exit 1
    fi
    {
        apt-get update --quiet &&
            DEBIAN_FRONTEND=noninteractive apt-get install --quiet --yes --no-install-recommends "${missing[@]}"
    } > "$log" 2>&1 || { cat "$log"; exit 1; }
}
