#!/usr/bin/env bash
# Builds the library and the jar, and tests them, as their users get them too: ./test.sh
set -uo pipefail
cd "$(dirname "$0")"
# shellcheck source=tests/count.sh
. ../tests/count.sh

need cargo 'install Rust with rustup, see https://rustup.rs'
debian maven openjdk-17-jdk-headless

work=$(mktemp -d)
trap 'rm -rf "$work" "$log"' EXIT
version=$(../release/version)

# The JVMs to run with: the default one, and any later one of this machine.
jvms() {
    local java
    for java in java /usr/lib/jvm/*/bin/java; do
        java=$(command -v "$java") && readlink -f "$java"
    done | sort -u | while read -r java; do
        "$java" -XshowSettings:properties -version 2>&1 | awk -v java="$java" '/java.specification.version =/ && $3 >= 17 { print java }'
    done
}

maven() {
    mvn --batch-mode --no-transfer-progress -Dstyle.color=never -Dmaven.repo.local="$(< "$work/repository")" "$@"
}

build() { ./build.sh > "$work/repository"; }

# What a repository of artifacts wants of a package.
complete() {
    local place kind
    place=$(< "$work/repository")/co/commet/commet-java/$version
    for kind in .jar -sources.jar -javadoc.jar .pom; do
        [ -s "$place/commet-java-$version$kind" ] || { echo "there is no $kind"; return 1; }
    done
    unzip -l "$place/commet-java-$version.jar" > "$work/jar"
    for kind in module-info.class META-INF/LICENSE-MIT META-INF/native-image/co.commet/commet-java/jni-config.json \
        libcommet_webhooks_jni.so.sha256; do
        grep -q "$kind" "$work/jar" || { echo "there is no $kind in the jar"; return 1; }
    done
    # Version 61 of class files is Java 17.
    unzip -p "$place/commet-java-$version.jar" co/commet/Commet.class | od -An -j6 -N2 -tu1 | grep -q ' 0  *61$'
}

# says FILE COMMAND…: the output is what the file holds.
says() { "${@:2}" | diff "$1" -; }

# What programs print is UTF-8, whatever the locale: in Java 17, and later.
utf8=(-Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8)

java_consumer() {
    (cd consumer/java && maven --quiet process-classes) || return 1
    local java
    for java in $(jvms); do
        # Those that want to be told that a module may call native code get to hear it.
        says consumer/java/expected.txt "$java" -XX:+IgnoreUnrecognizedVMOptions --enable-native-access=co.commet "${utf8[@]}" \
            --module-path consumer/java/target/classes:consumer/java/target/lib --module consumer/consumer.Main || return 1
    done
}

kotlin_consumer() {
    (cd consumer/kotlin && maven --quiet process-classes) &&
        says consumer/kotlin/expected.txt java "${utf8[@]}" -cp "consumer/kotlin/target/classes:consumer/kotlin/target/lib/*" consumer.MainKt
}

# Without one of its branches the same program does not compile.
kotlin_is_exhaustive() {
    cp -r consumer/kotlin "$work/incomplete" && rm -rf "$work/incomplete/target" &&
        sed -i '/is DisputeCreated ->/d' "$work/incomplete/src/main/kotlin/consumer/Main.kt" || return 1
    ! (cd "$work/incomplete" && maven --quiet process-classes) > "$work/said" 2>&1 && grep -q "'is DisputeCreated'" "$work/said"
}

# All vectors with a JVM that checks what native code does to it; its warnings would be no answers.
checked_jni() {
    local classes java
    classes=$(conformance/build.sh) || return 1
    (cd .. && cargo run --quiet --package commet-webhooks-tests --bin vectors cases) > "$work/cases" || return 1
    for java in $(jvms); do
        "$java" -Xcheck:jni -cp "$classes" conformance.JavaMain < "$work/cases" > "$work/results" || return 1
        (cd .. && cargo run --quiet --package commet-webhooks-tests --bin vectors compare "$work/results") || return 1
    done
}

check 'the jar, its sources and its documentation' build
check 'the package is complete' complete
check 'there is a JVM to test with' test -n "$(jvms)"
for java in $(jvms); do suite "tests with $java" maven test -Djvm="$java"; done
pages() { pages/project core "$work/pages" bindings-kotlin/README.md docs/migration/java.md; }
check 'the code of the pages' pages
suite 'pages' maven --file "$work/pages/pom.xml" test
check 'a program in Java, in a module' java_consumer
check 'a program in Kotlin' kotlin_consumer
check 'Kotlin tells what a program leaves out' kotlin_is_exhaustive
check 'all vectors with -Xcheck:jni' checked_jni
check 'benchmark builds' bench/build.sh

total
