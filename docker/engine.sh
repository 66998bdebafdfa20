#!/bin/bash
# Makes sure that a container engine answers: starts the one that is installed, or installs Debian's first, when root.
# Prints the number of the process that it started, if any, which the caller ends when it is done.
# Exit code 6, with one line that says why, where neither is possible.
set -u

state=$(cd "$(dirname "$0")/.." && pwd)/.sluice
mkdir -p "$state"

fail() {
    echo "sluice: no container engine: $1" >&2
    exit 6
}

answers() { timeout 20 docker version --format '{{.Server.Version}}' >/dev/null 2>&1; }

answers && exit 0
if ! command -v dockerd >/dev/null 2>&1; then
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        fail "none answers and none can be installed here; start one, or install it (on Debian as root: apt-get install docker.io)"
    fi
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends docker.io; } \
        >"$state/apt-docker.log" 2>&1 || fail "apt-get cannot install docker.io, see $state/apt-docker.log"
    # Its package may have started it.
    answers && exit 0
fi
[ "$(id -u)" = 0 ] || fail "dockerd is installed and does not run; start it: sudo systemctl start docker"

setsid dockerd >"$state/dockerd.log" 2>&1 </dev/null &
engine=$!
for ((tries = 0; tries < 240; tries++)); do
    if answers; then
        echo "$engine"
        exit 0
    fi
    kill -0 "$engine" 2>/dev/null || break
    sleep 0.5
done
kill "$engine" 2>/dev/null
fail "dockerd does not start, see $state/dockerd.log"
