#!/bin/sh
# Three webhooks by the command line tool: one that is verified and shown typed, a forged one, and one of an event that
# nobody knows yet. Fails if anything is not as it should be.
#
# Usage: examples/walk.sh PATH/TO/commet-webhooks
set -eu

binary=${1:?usage: examples/walk.sh PATH/TO/commet-webhooks}
binary=$(cd "$(dirname "$binary")" && pwd)/$(basename "$binary")

bold='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
    bold=$(printf '\033[1;36m') plain=$(printf '\033[0m')
fi

# The commands below run, as they are shown, in a directory of their own.
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
trap 'exit 130' INT TERM
mkdir "$room/bin"
ln -s "$binary" "$room/bin/commet-webhooks"
PATH="$room/bin:$PATH"
cd "$room"

heading() {
    printf '\n%s== %s ==%s\n' "$bold" "$1" "$plain"
}

# run CODE TEXT COMMAND [LINES]: runs the command and shows it with (the first LINES of) its output;
# it has to end with the exit code, and its output to hold the text.
run() {
    printf '\n%s$ %s%s\n' "$bold" "$3" "$plain"
    code=0
    (eval "$3") > output 2>&1 || code=$?
    head -n "${4:-1000}" output
    more=$(($(wc -l < output) - ${4:-1000}))
    [ "$more" -le 0 ] || echo "    … and $more more lines"
    [ "$code" -eq "$1" ] || fail "exit code $code where $1 was due"
    [ -z "$2" ] || grep -qF -- "$2" output || fail "nothing says: $2"
}

fail() {
    echo "demo: $1" >&2
    exit 1
}

# The secret comes from the environment, so that it does not stand in the shell's history.
export COMMET_WEBHOOK_SECRET=whsec_demo

heading 'A payment: signed as the provider would, verified and shown typed'
run 0 '' 'commet-webhooks sample payment.received > payment.json'
run 0 '' 'commet-webhooks sign payment.json | tee payment.sig'
run 0 'typed            yes' 'commet-webhooks verify --signature "$(cat payment.sig)" payment.json'

heading 'Forged: somebody raises the amount'
run 0 '' "sed 's/4900/990000/' payment.json > forged.json"
run 1 'refused: signature_mismatch' 'commet-webhooks verify --signature "$(cat payment.sig)" forged.json'

heading 'An event of the future: unknown, but authentic, so nothing of it is lost'
run 0 '' "sed 's/payment.received/payment.teleported/' payment.json > unknown.json"
run 0 'typed            no: the catalog does not have this event' \
    'commet-webhooks verify --signature "$(commet-webhooks sign unknown.json)" unknown.json' 16
