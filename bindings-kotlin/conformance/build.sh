#!/bin/sh
# Builds the jar and the two programs that answer conformance cases with it, and prints their class path.
set -eu
cd "$(dirname "$0")"
repository=$(../build.sh -Dmaven.javadoc.skip -Dmaven.source.skip)
mvn --quiet --batch-mode -Dstyle.color=never -Dmaven.repo.local="$repository" process-classes >&2
echo "$PWD/target/classes:$PWD/target/lib/*"
