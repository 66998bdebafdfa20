#!/bin/bash
# Starts the gateway, and stops it in two steps: first it is not ready any more, so that load balancers send nobody new;
# SLUICE_DRAIN_DELAY seconds later it is told to stop, and hands its clients over to other gateways.
set -u

output=${WLP_OUTPUT_DIR:-/opt/ol/wlp/output}
# What Liberty prepared when the image was built; the folder may be an empty tmpfs.
if [ ! -e "$output/defaultServer" ]; then
    cp -a /opt/sluice/output/defaultServer "$output/" || {
        echo "sluice: $output cannot be written to. With a read-only root file system mount a tmpfs there and an executable one on /tmp." >&2
        exit 6
    }
fi

SLUICE_DRAIN_FILE=${SLUICE_DRAIN_FILE:-/tmp/sluice-draining}
export SLUICE_DRAIN_FILE
rm -f "$SLUICE_DRAIN_FILE"

"$@" &
server=$!

drain() {
    trap '' TERM INT
    touch "$SLUICE_DRAIN_FILE"
    delay=${SLUICE_DRAIN_DELAY:-0}
    # Ends early if the server does.
    [ "$delay" = 0 ] || timeout "$delay" tail --pid="$server" -f /dev/null
    kill -TERM "$server" 2>/dev/null
}
trap drain TERM INT

# A signal ends a wait, so it is begun anew until the server is gone.
status=0
while kill -0 "$server" 2>/dev/null; do
    wait "$server"
    status=$?
done
exit "$status"
