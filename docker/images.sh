#!/bin/bash
# Builds the images of this source tree, sluice-gateway and sluice-cli, from what ./mvnw has made.
#   docker/images.sh           both images, from the public bases, or from local ones where nothing can be pulled;
#                              prints their names and Kafka's, as name=image
#   docker/images.sh bases     only what they are built from and the tests need beside
#   docker/images.sh where     says public or local: what this machine takes as bases
# SLUICE_IMAGES=public or local decides instead of a look at whether a registry answers.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
mkdir -p .sluice
PROBE=hello-world
PROBE_SECONDS=20

where() {
    if [ -z "${SLUICE_IMAGES:-}" ]; then
        # Through the engine, which has proxies and mirrors of its own.
        if docker image inspect "${SLUICE_KAFKA_IMAGE:-apache/kafka:4.3.1}" >/dev/null 2>&1 ||
            timeout "$PROBE_SECONDS" docker pull -q "$PROBE" >/dev/null 2>&1; then
            SLUICE_IMAGES=public
        else
            SLUICE_IMAGES=local
        fi
    fi
    echo "$SLUICE_IMAGES"
}

if [ "${1:-}" = where ]; then
    where
    exit 0
fi
SLUICE_IMAGES=$(where)

arguments=(--build-arg APPLICATION=target)
kafka=${SLUICE_KAFKA_IMAGE:-apache/kafka:4.3.1}
if [ "$SLUICE_IMAGES" = local ]; then
    docker/offline/build.sh "${1:-all}"
    # shellcheck source=docker/offline/names.sh
    . docker/offline/names.sh
    kafka=$LOCAL_KAFKA_IMAGE
    # Nothing is compiled in the image: a Java to run is enough.
    arguments+=(--build-arg "JDK_IMAGE=$LOCAL_JRE_IMAGE" --build-arg "JRE_IMAGE=$LOCAL_JRE_IMAGE"
        --build-arg "LIBERTY_IMAGE=$LOCAL_LIBERTY_IMAGE")
fi
[ "${1:-}" != bases ] || exit 0

for archive in gateway-ear/target/sluice.ear client-cli/target/sluice-cli.jar; do
    [ -f "$archive" ] || {
        echo "sluice: $archive is not built; run ./mvnw -DskipTests package, or build with docker/compose.yaml, which compiles" >&2
        exit 6
    }
done
for target in gateway cli; do
    log=.sluice/image-$target.log
    DOCKER_BUILDKIT=${DOCKER_BUILDKIT:-0} docker build "${arguments[@]}" -f docker/Dockerfile --target "$target" \
        -t "localhost/sluice-$target" . >"$log" 2>&1 || {
        tail -n 40 "$log" >&2
        echo "sluice: the image localhost/sluice-$target cannot be built, its whole log: $log" >&2
        exit 1
    }
done
printf '%s\n' gateway=localhost/sluice-gateway cli=localhost/sluice-cli "kafka=$kafka"
