#!/bin/sh
# Webhooks from end to end with the command line tool: signed, verified, and shown typed; then what
# forged, truncated and unknown ones look like. Fails if anything is not as it should be.
#
# Usage: examples/demo.sh PATH/TO/commet-webhooks
set -eu

binary=${1:?usage: examples/demo.sh PATH/TO/commet-webhooks}
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

# Secrets come from the environment, so that they do not stand in the shell's history.
export COMMET_WEBHOOK_SECRET=whsec_demo CREEM_WEBHOOK_SECRET=demo

heading 'A payment from Commet'
run 0 '' 'commet-webhooks sample payment.received > payment.json'
run 0 '' 'commet-webhooks sign payment.json | tee payment.sig'
run 0 'typed            yes' 'commet-webhooks verify --signature "$(cat payment.sig)" payment.json'

heading 'A subscription from CREEM, its signature in the header of the request'
run 0 '' 'commet-webhooks sample subscription.paid > paid.json'
run 0 '' 'commet-webhooks sign --provider creem paid.json | tee paid.sig'
run 0 'access           granted' \
    'commet-webhooks verify --provider creem --header "creem-signature: $(cat paid.sig)" paid.json' 26

heading 'Forged: somebody raises the amount'
run 0 '' "sed 's/4900/990000/' payment.json > forged.json"
run 1 'refused: signature_mismatch' 'commet-webhooks verify --signature "$(cat payment.sig)" forged.json'

heading 'Truncated on the way: the signature is of the whole body'
run 0 '' 'head -c 200 payment.json > truncated.json'
run 1 '"code":"signature_mismatch"' 'commet-webhooks verify --json --signature "$(cat payment.sig)" truncated.json'

heading 'Truncated by the sender, and signed as it is: authentic, but unreadable'
run 1 'refused: invalid_json' 'commet-webhooks verify --signature "$(commet-webhooks sign truncated.json)" truncated.json'

heading 'An event of the future: unknown, but authentic, so nothing of it is lost'
run 0 '' "sed 's/payment.received/payment.teleported/' payment.json > unknown.json"
run 0 'typed            no: the catalog does not have this event' \
    'commet-webhooks verify --signature "$(commet-webhooks sign unknown.json)" unknown.json' 16
run 0 '"ok":true,"type":"payment.teleported","known":false,"typed":false' \
    'commet-webhooks verify --json --signature "$(commet-webhooks sign unknown.json)" unknown.json'

printf '\n%sEverything behaved as it should.%s See also: commet-webhooks events, commet-webhooks --help\n' "$bold" "$plain"
