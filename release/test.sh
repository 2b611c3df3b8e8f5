#!/usr/bin/env bash
# Makes everything that is published, and installs it from those files alone: ./test.sh
set -uo pipefail
cd "$(dirname "$0")/.." || exit
# shellcheck source=tests/count.sh
. tests/count.sh

need cargo 'install Rust with rustup, see https://rustup.rs'
need go 'install Go, see https://go.dev/dl'
need npm 'install Node 20 or later, see https://nodejs.org'
need python3 'install Python 3.10 or later'
debian binutils composer gcc maven openjdk-17-jdk-headless php-cli php-zip pkg-config unzip

CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-target}
mkdir -p "$CARGO_TARGET_DIR"
CARGO_TARGET_DIR=$(cd "$CARGO_TARGET_DIR" && pwd)
export CARGO_TARGET_DIR
work=$(mktemp -d)
trap 'rm -rf "$work" "$log"' EXIT
dist=$work/dist
version=$(release/version)

# What every consumer prints: what the standard library of Python says of this body and secret.
body='{"event":"x"}'
expected=$(python3 -c 'import hmac, sys; print(hmac.new(b"secret", sys.argv[1].encode(), "sha256").hexdigest())' "$body")
# signs COMMAND…: prints the signature, and nothing else.
signs() {
    local said
    said=$("$@") && [ "$said" = "$expected" ] || { echo "it says $said, not $expected"; return 1; }
}

checksums() {
    (cd "$dist" && sha256sum --quiet --check SHA256SUMS) || return 1
    find "$dist" -type f | sed "s|^$dist/||" | grep -vx -e SHA256SUMS -e manifest.json | sort > "$work/files"
    cut -c 67- "$dist/SHA256SUMS" | sort | diff - "$work/files" &&
        python3 - "$dist" "$version" << 'END'
import hashlib, json, pathlib, sys
dist, version = pathlib.Path(sys.argv[1]), sys.argv[2]
artefacts = json.loads((dist / "manifest.json").read_text())["artefacts"]
for artefact in artefacts:
    content = (dist / artefact["file"]).read_bytes()
    assert artefact["sha256"] == hashlib.sha256(content).hexdigest() and artefact["size"] == len(content), artefact
    assert artefact["version"] == version and artefact["install"], artefact
kinds = {artefact["kind"] for artefact in artefacts}
wanted = "C library, Composer package, Go module, Maven artifact, Python source, Python wheel, crate, npm package"
assert ", ".join(sorted(kinds)) == wanted, kinds
END
}

# Every archive unpacked, which `nameless` and others read.
unpacked() {
    local file place
    find "$dist" -type f | while read -r file; do
        place=$work/unpacked/${file#"$dist/"}
        mkdir -p "$place"
        case $file in
            *.jar | *.whl | *.zip) unzip -q "$file" -d "$place" || exit 1 ;;
            *.tgz | *.tar.gz | *.crate) tar -xzf "$file" -C "$place" || exit 1 ;;
        esac
    done
}
# Nothing says where it was built, or by whom.
nameless() {
    local found
    found=$(grep -rlaF -e "$HOME/" -e "$PWD/" -e "$CARGO_TARGET_DIR" -e "${CARGO_HOME:-$HOME/.cargo}" "$work/unpacked")
    [ -z "$found" ] || { printf 'a path of this machine is in\n%s\n' "$found"; return 1; }
}
licensed() {
    local package
    for package in "$work"/unpacked/{c,crates,npm,php,python}/*/ "$work"/unpacked/go/*/*/*/@v/*.zip/; do
        [ -n "$(find "$package" -name LICENSE-MIT)" ] && [ -n "$(find "$package" -name LICENSE-APACHE)" ] ||
            { echo "$package has no licences"; return 1; }
    done
}
# Where a package is shown there is nothing beside it.
linked() {
    local found
    found=$(grep -rnE --include='*.md' '\]\(\.\./' "$work/unpacked")
    [ -z "$found" ] || { printf 'links that lead out of a package:\n%s\n' "$found"; return 1; }
}

c_library() {
    local library
    library=$(echo "$work"/unpacked/c/*.tar.gz/libcommet-*)
    cat > "$work/sign.c" << 'END'
#include <commet.h>
#include <stdio.h>
#include <string.h>
int main(int count, char **arguments) {
    char signature[COMMET_SIGNATURE_SIZE];
    if (count != 2 || commet_sign(arguments[1], strlen(arguments[1]), "secret", 6, signature) != COMMET_OK) return 1;
    return commet_verify(arguments[1], strlen(arguments[1]), signature, 64, "secret", 6) ? puts(signature) < 0 : 1;
}
END
    export PKG_CONFIG_PATH=$library/lib/pkgconfig
    [ "$(pkg-config --modversion commet)" = "$version" ] || return 1
    # shellcheck disable=SC2046 # they are several words
    gcc "$work/sign.c" $(pkg-config --cflags --libs commet) -o "$work/shared" &&
        gcc -static "$work/sign.c" $(pkg-config --cflags --static --libs commet) -o "$work/static" &&
        signs env LD_LIBRARY_PATH="$library/lib" "$work/shared" "$body" && signs "$work/static" "$body"
}

crates() {
    local crates=$work/unpacked/crates
    mkdir "$crates/src"
    cat > "$crates/Cargo.toml" << END
[package]
name = "consumer"
edition = "2024"
[dependencies]
commet-webhooks = "=$version"
[patch.crates-io]
commet-webhooks.path = "commet-webhooks-$version.crate/commet-webhooks-$version"
[workspace]
members = ["commet-webhooks-axum-*/*", "commet-webhooks-cli-*/*"]
END
    cat > "$crates/src/main.rs" << 'END'
fn main() {
    let body = std::env::args().nth(1).unwrap_or_default();
    let signature = commet_webhooks::sign(&body, "secret").unwrap_or_default();
    assert!(commet_webhooks::verify(&body, &signature, "secret"));
    println!("{signature}");
}
END
    export CARGO_TARGET_DIR=$CARGO_TARGET_DIR/packed
    cd "$crates" && signs cargo run --quiet --package consumer -- "$body" &&
        cargo check --quiet --package commet-webhooks-cli
}

wheels() {
    local wheel place
    for wheel in "$dist"/python/*.whl; do
        place=$work/python/$(basename "$wheel")
        python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --no-index --target "$place" "$wheel" &&
            signs env PYTHONPATH="$place" python3 -c '
import sys
from commet import Commet
webhooks, body = Commet().webhooks, sys.argv[1].encode()
signature = webhooks.sign(body, "secret")
assert webhooks.verify(payload=body, signature=signature, secret="secret")
print(signature)' "$body" || return 1
    done
}

npm_packages() {
    mkdir "$work/npm" && cd "$work/npm" && echo '{"private":true,"type":"module"}' > package.json &&
        npm install --silent --offline --no-fund --no-audit --legacy-peer-deps "$dist"/npm/*.tgz &&
        signs node --input-type=module -e '
import { Commet } from "@commet/node";
import * as next from "@commet/next";
import * as creem from "@creem_io/nextjs";
const { webhooks } = new Commet({ apiKey: "" });
const [payload, secret] = [process.argv[1], "secret"];
const signature = webhooks.sign({ payload, secret });
if (!webhooks.verify({ payload, signature, secret }) || !next.Webhooks || !creem.Webhook) process.exit(1);
console.log(signature);' "$body"
}

composer_package() {
    mkdir "$work/php" && cd "$work/php" || return 1
    cat > composer.json << END
{"repositories": [{"type": "artifact", "url": "$dist/php"}, {"packagist.org": false}], "require": {"commet/commet-php": "$version"}}
END
    # shellcheck disable=SC2016 # variables of PHP
    COMPOSER_ALLOW_SUPERUSER=1 composer --quiet --no-interaction install && [ ! -e vendor/commet/commet-php/tests ] &&
        signs php -r 'require "vendor/autoload.php";
$webhooks = (new Commet\Commet())->webhooks;
$signature = $webhooks->sign($argv[1], "secret");
echo $webhooks->verify($argv[1], $signature, "secret") ? $signature : "not verified";' "$body"
}

go_module() {
    mkdir "$work/go" && cd "$work/go" || return 1
    cat > main.go << 'END'
package main

import (
	"fmt"
	"os"

	"github.com/commet/commet-go"
)

func main() {
	client, err := commet.New("")
	signature, failure := client.Webhooks.Sign(os.Args[1], "secret")
	fmt.Println(signature)
	if err != nil || failure != nil || !client.Webhooks.Verify(os.Args[1], signature, "secret") {
		os.Exit(1)
	}
}
END
    export GOPROXY=file://$dist/go GONOSUMDB='*' GOFLAGS=-modcacherw GOMODCACHE=$work/modules
    go mod init consumer && go get "github.com/commet/commet-go@v$version" && signs go run . "$body"
}

maven_artifacts() {
    mkdir "$work/java" && cd "$work/java" || return 1
    # What comes from elsewhere is there, ours is not.
    cp -R "$CARGO_TARGET_DIR/maven" repository && rm -rf repository/co/commet
    cat > pom.xml << END
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>consumer</groupId><artifactId>consumer</artifactId><version>0</version>
  <repositories><repository><id>dist</id><url>file://$dist/maven</url></repository></repositories>
  <dependencies>
    <dependency><groupId>co.commet</groupId><artifactId>commet-java</artifactId><version>$version</version></dependency>
    <dependency><groupId>co.commet</groupId><artifactId>commet-spring</artifactId><version>$version</version></dependency>
    <dependency><groupId>co.commet</groupId><artifactId>commet-ktor</artifactId><version>$version</version></dependency>
  </dependencies>
</project>
END
    cat > Sign.java << 'END'
import co.commet.Commet;
import co.commet.resources.Webhooks;

class Sign {
    public static void main(String[] arguments) {
        Webhooks webhooks = Commet.builder().apiKey("").build().webhooks();
        String signature = webhooks.sign(arguments[0], "secret");
        System.out.println(webhooks.verify(arguments[0], signature, "secret") ? signature : "not verified");
    }
}
END
    mvn --quiet --batch-mode --strict-checksums -Dstyle.color=never -Dmaven.repo.local="$PWD/repository" \
        org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory="$PWD/lib" &&
        ls lib/commet-{java,spring,ktor}-"$version.jar" && signs java -cp 'lib/*' Sign.java "$body"
}

# What changes the directory, or the environment, does so for itself.
alone() { ("$@"); }

check 'versions are everywhere the same' release/version --check
check 'everything that is published' release/dist "$dist"
check 'checksums and the manifest' checksums
check 'the archives' unpacked
check 'no path of this machine is inside' nameless
check 'the licences are inside' licensed
check 'no link leads out of a package' linked
check 'the public APIs are as written down' release/api --check "$dist/maven/co/commet/commet-java/$version/commet-java-$version.jar"
check 'the crates' alone crates
check 'the C library' alone c_library
check 'the wheels' wheels
check 'the npm packages' alone npm_packages
check 'the Composer package' alone composer_package
check 'the Go module' alone go_module
check 'the Maven artifacts' alone maven_artifacts

total
