#!/usr/bin/env bash
# Container health check without another process than bash: HTTP GET, or a TCP connect where there is no HTTP.
# usage: healthz tcp PORT | healthz http PORT [PATH]
set -eu
exec 3<>"/dev/tcp/127.0.0.1/$2"
[ "$1" = tcp ] && exit 0
printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "${3:-/healthz}" >&3
read -r -t 3 _ status _ <&3
[ "$status" = 200 ]
