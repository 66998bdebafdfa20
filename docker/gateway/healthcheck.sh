#!/bin/bash
# Exits with 0 if the gateway is ready. Without curl, which not every base has.
exec 3<>"/dev/tcp/127.0.0.1/${SLUICE_HTTP_PORT:-9080}" || exit 1
printf 'GET /health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
read -r _ status _ <&3
[ "$status" = 200 ]
