#!/usr/bin/env bash
# Builds the native library for this machine and the jar with it, and installs that into a Maven repository of its
# own, whose path it prints: ./build.sh [ARGUMENT…], such as -Dmaven.javadoc.skip
#
# natives.sh tells how libraries for other platforms get into it.
set -euo pipefail
cd "$(dirname "$0")"

for tool in cargo mvn java; do
    command -v "$tool" > /dev/null || { echo "$tool is missing: on Debian, install maven and openjdk-17-jdk; Rust by rustup" >&2; exit 1; }
done

./natives.sh > /dev/null

built=$(cargo metadata --format-version 1 --no-deps | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')
# What others have published is kept between builds, ours is not.
repository=$built/maven
rm -rf "$repository/co/commet"
mvn --quiet --batch-mode -Dstyle.color=never -Dmaven.repo.local="$repository" -Dmaven.test.skip "$@" install >&2
echo "$repository"
