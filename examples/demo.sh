#!/usr/bin/env bash
# The demo: three webhooks by the command line tool, then every webhook to a receiver in each language.
#
# What is built stays in target/demo, so that it is quick the next time. The JSON of receivers' answers, and what they
# have to write, is compared with what is due: anything else fails.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=tests/count.sh
. tests/count.sh

# tool COMMAND PACKAGE…: installs Debian's packages where the command is missing.
tool() { command -v "$1" > /dev/null || debian "${@:2}"; }

need cargo 'install Rust with rustup, see https://rustup.rs'
need go 'install Go 1.24 or later, see https://go.dev/dl'
need npm 'install Node 20 or later, see https://nodejs.org'
need python3 'install Python 3.10 or later, see https://www.python.org'
tool cc gcc libc6-dev
tool make make
tool pkg-config pkg-config
pkg-config --exists libmicrohttpd || debian libmicrohttpd-dev
tool php php-cli
tool composer composer
tool unzip unzip
php -r 'exit(extension_loaded("ffi") ? 0 : 1);' || { echo "PHP's extension FFI is missing: on Debian it is in php-common, elsewhere see https://www.php.net/ffi" >&2; exit 1; }
python3 -c 'import ensurepip, venv' 2> /dev/null || debian python3-venv
tool java openjdk-17-jdk-headless
tool mvn maven openjdk-17-jdk-headless

target=${CARGO_TARGET_DIR:-target}
quiet=--quiet
if [ -t 2 ]; then quiet=; fi
echo 'building the command line tool and what delivers'
# shellcheck disable=SC2086 # nothing, or a flag
cargo build $quiet --package commet-webhooks-cli
# shellcheck disable=SC2086
cargo build $quiet --release --package commet-webhooks-deliver

sh examples/walk.sh "$target/debug/commet-webhooks"
printf '\n'
# It ends what it has started, and stands in this process's place so that it gets the signals.
rm -f "$log"
exec "$target/release/commet-webhooks-deliver"
