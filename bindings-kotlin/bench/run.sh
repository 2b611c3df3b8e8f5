#!/bin/sh
# Compares with what users would otherwise use, in about four minutes: ./run.sh [SMALL|MEDIUM|LARGE]…
set -eu
classes=$("$(dirname "$0")/build.sh")
exec java -Xms1g -Xmx1g -cp "$classes" co.commet.bench.Main "$@"
