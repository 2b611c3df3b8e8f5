#!/bin/sh
# Times the package and its peers: `make bench ONLY=java` in the project's root calls ./run.sh BODIES ROUNDS.
set -eu
classes=$("$(dirname "$0")/build.sh")
# Another JMH on this machine is no reason to stop.
exec java -Xms1g -Xmx1g -Djmh.ignoreLock=true -cp "$classes" co.commet.bench.Main "$@"
