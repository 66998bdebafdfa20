#!/bin/bash
# Tells of the images: their sizes, how long a gateway's container takes to be ready, and what memory it has then.
#   docker/figures.sh [rounds]     3 starts unless said otherwise, each of a new container
set -euo pipefail

cd "$(dirname "$0")/.."
rounds=${1:-3}
run=sluice-figures-$$

while IFS='=' read -r name image; do
    case $name in
        gateway) gateway=$image ;;
        cli) cli=$image ;;
        kafka) kafka=$image ;;
    esac
done < <(docker/images.sh)

tidy() {
    docker rm -f -v "$run-gateway" "$run-kafka" >/dev/null 2>&1 || true
    docker network rm "$run" >/dev/null 2>&1 || true
}
trap tidy EXIT

megabytes() { echo $(($(docker image inspect --format '{{.Size}}' "$1") / 1000000)); }
answers() { # whether http://127.0.0.1:$1/health/ready says 200
    # A process of its own: it dies by SIGPIPE where the engine has bound the port and nobody answers behind it yet.
    (exec 3<>"/dev/tcp/127.0.0.1/$1" && printf 'GET /health/ready HTTP/1.0\r\n\r\n' >&3 && read -r _ status _ <&3 &&
        [ "$status" = 200 ]) 2>/dev/null
}

docker network create "$run" >/dev/null
docker run -d --name "$run-kafka" --network "$run" --network-alias kafka -e KAFKA_NODE_ID=1 \
    -e KAFKA_PROCESS_ROLES=broker,controller -e KAFKA_CONTROLLER_QUORUM_VOTERS=1@kafka:9093 \
    -e KAFKA_LISTENERS=PLAINTEXT://:9092,CONTROLLER://:9093 -e KAFKA_ADVERTISED_LISTENERS=PLAINTEXT://kafka:9092 \
    -e KAFKA_LISTENER_SECURITY_PROTOCOL_MAP=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT \
    -e KAFKA_CONTROLLER_LISTENER_NAMES=CONTROLLER -e KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR=1 \
    -e KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR=1 -e KAFKA_TRANSACTION_STATE_LOG_MIN_ISR=1 \
    -e KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS=0 "$kafka" >/dev/null
until docker logs "$run-kafka" 2>&1 | grep -q 'Kafka Server started'; do
    [ "$(docker inspect --format '{{.State.Running}}' "$run-kafka")" = true ] || {
        docker logs "$run-kafka" >&2
        exit 1
    }
    sleep 0.5
done

times=()
for ((round = 1; round <= rounds; round++)); do
    began=$(date +%s%N)
    docker run -d --name "$run-gateway" --network "$run" -p 127.0.0.1::9080 --read-only --tmpfs /tmp:exec \
        --tmpfs /opt/ol/wlp/output -e SLUICE_CRSP_PLAIN=true -e SLUICE_KAFKA_BOOTSTRAP_SERVERS=kafka:9092 \
        -e SLUICE_GATEWAY_ID="gateway-$round" "$gateway" >/dev/null
    address=$(docker port "$run-gateway" 9080/tcp | head -n 1)
    until answers "${address##*:}"; do
        [ "$(docker inspect --format '{{.State.Running}}' "$run-gateway")" = true ] || {
            docker logs "$run-gateway" >&2
            exit 1
        }
        sleep 0.05
    done
    times+=($((($(date +%s%N) - began) / 1000000)))
    memory=$(docker stats --no-stream --format '{{.MemUsage}}' "$run-gateway")
    docker stop --time 30 "$run-gateway" >/dev/null
    docker rm -v "$run-gateway" >/dev/null
done

mapfile -t sorted < <(printf '%s\n' "${times[@]}" | sort -n)
median=${sorted[$((rounds / 2))]}
printf 'image size       gateway %s MB, command line %s MB\n' "$(megabytes "$gateway")" "$(megabytes "$cli")"
printf 'start to ready   %d.%03d s, median of %d (%s ms)\n' $((median / 1000)) $((median % 1000)) "$rounds" "${times[*]}"
printf 'memory           %s, ready and without clients\n' "${memory%% /*}"
