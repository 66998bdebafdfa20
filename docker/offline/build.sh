#!/bin/bash
# Builds stand-ins for the public base images from Debian packages and from what Maven fetched, without any registry. They
# have the same users, folders, commands and settings, as far as the project and its tests use them.
#   build.sh bases    Debian and Java
#   build.sh          these, Kafka and Open Liberty, which need ./mvnw package before
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
# shellcheck source=names.sh
. "$here/names.sh"
mkdir -p "$root/.sluice"
# One at a time; the next finds everything there.
exec 9>"$root/.sluice/offline-images.lock"
flock 9
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() { # what is wrong, what to do
    printf 'sluice: %s\n        %s\n' "$1" "$2" >&2
    exit 6
}
has() { docker image inspect "$1" >/dev/null 2>&1; }
build() { # name, context
    DOCKER_BUILDKIT=0 docker build -q --build-arg "BASE_IMAGE=$LOCAL_BASE_IMAGE" --build-arg "JRE_IMAGE=$LOCAL_JRE_IMAGE" \
        -t "$1" "$2" >"$work/build.log" 2>&1 || {
        cat "$work/build.log" >&2
        fail "$1 cannot be built" "See the messages above."
    }
}

if ! has "$LOCAL_BASE_IMAGE"; then
    if ! command -v mmdebstrap >/dev/null 2>&1; then
        [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 &&
            DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends mmdebstrap >"$work/apt.log" 2>&1 ||
            fail "no image can be pulled here, and mmdebstrap is not installed" \
                "Install it (on Debian as root: apt-get install mmdebstrap), or let the engine reach a registry."
    fi
    mmdebstrap --quiet --variant=essential --include=passwd --dpkgopt='path-exclude=/usr/share/doc/*' \
        --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' bookworm \
        "$work/root.tar" 2>"$work/mmdebstrap.log" ||
        { cat "$work/mmdebstrap.log" >&2; fail "Debian cannot be put together" "See the messages above."; }
    docker import "$work/root.tar" "$LOCAL_BASE_IMAGE" >/dev/null
fi

if ! has "$LOCAL_JRE_IMAGE"; then
    [ -x "${JAVA_HOME:-}/bin/jlink" ] || fail "JAVA_HOME names no JDK" "Set it to a JDK 25."
    mkdir "$work/jre"
    # What Liberty's features, Kafka and the gateway use, and the tools that operators need.
    "$JAVA_HOME/bin/jlink" --output "$work/jre/jre" --strip-debug --no-man-pages --no-header-files --generate-cds-archive \
        --add-modules "java.se,jdk.attach,jdk.charsets,jdk.crypto.cryptoki,jdk.crypto.ec,jdk.httpserver,jdk.jartool,\
jdk.jcmd,jdk.jfr,jdk.localedata,jdk.management,jdk.management.agent,jdk.management.jfr,jdk.naming.dns,jdk.naming.rmi,\
jdk.net,jdk.nio.mapmode,jdk.security.auth,jdk.security.jgss,jdk.unsupported,jdk.xml.dom,jdk.zipfs"
    cp "$here/jre.Dockerfile" "$work/jre/Dockerfile"
    build "$LOCAL_JRE_IMAGE" "$work/jre"
fi
[ "${1:-all}" != bases ] || exit 0

if ! has "$LOCAL_KAFKA_IMAGE"; then
    [ -d "$root/kafka-broker/target/kafka/libs" ] || fail "Kafka is not fetched yet" "Run ./mvnw -DskipTests package."
    mkdir "$work/kafka"
    cp -r "$here"/kafka/. "$root/kafka-broker/target/kafka/libs" "$work/kafka/"
    build "$LOCAL_KAFKA_IMAGE" "$work/kafka"
fi

if ! has "$LOCAL_LIBERTY_IMAGE"; then
    [ -d "$root/gateway-ear/target/liberty/wlp/lib" ] ||
        fail "Open Liberty is not fetched yet" "Run ./mvnw -DskipTests package."
    mkdir "$work/liberty"
    cp "$here/liberty.Dockerfile" "$work/liberty/Dockerfile"
    # Links cost no time where the file systems are one.
    cp -rl "$root/gateway-ear/target/liberty/wlp" "$work/liberty/" 2>/dev/null ||
        { rm -rf "$work/liberty/wlp" && cp -r "$root/gateway-ear/target/liberty/wlp" "$work/liberty/"; }
    build "$LOCAL_LIBERTY_IMAGE" "$work/liberty"
fi
