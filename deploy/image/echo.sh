#!/bin/sh
# The echo server of deploy/samples. Everything it says is fixed once the pod has started, so it is two static files.
# PID 1 has no default signal handlers: without the trap below a stop would last until the grace period ends.
www=/tmp/www
mkdir -p "$www"
pod=${POD_NAME:-$(hostname)}
printf '{"pod":"%s","namespace":"%s","node":"%s","ip":"%s"}\n' \
  "$pod" "${POD_NAMESPACE:-}" "${NODE_NAME:-}" "${POD_IP:-$(hostname -i)}" >"$www/index.html"
echo ok >"$www/healthz"

httpd -f -vv -p "${PORT:-8080}" -h "$www" &
server=$!
trap 'echo "echo: stopping"; kill "$server"; exit 0' TERM INT
echo "echo: $pod listens on ${PORT:-8080}"
wait "$server"
