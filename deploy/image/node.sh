#!/usr/bin/env bash
# A whole node in one container: its own Docker Engine, a kubelet and a proxy.
#
# usage: node.sh --certs DIR --node-name NAME [--cluster NAME]
#   --certs DIR   the node's share of `kuorum certs create --shares`: its certificates and its kubeconfigs
# environment: KUBELET_ARGS, PROXY_ARGS   further flags, split at spaces
#              KUORUM_ENGINE_ONLY=true    only the engine, to look at Docker in Docker by itself
#
# Like on a machine with an init system: a kubelet or proxy that ends is started again, the pods' containers go on
# meanwhile. When the engine ends, the node ends. SIGTERM stops kubelet and proxy, then the engine with its containers.
set -uo pipefail

certs= node_name=$(hostname) cluster=kuorum
while [ $# -gt 0 ]; do
  case $1 in
    --certs) certs=$2 ;;
    --node-name) node_name=$2 ;;
    --cluster) cluster=$2 ;;
    *) echo "node: unknown flag $1" >&2; exit 2 ;;
  esac
  shift 2
done

restart_after_seconds=1
engine_wait_seconds=60
engine_log=/var/log/dockerd.log
say() { printf 'node: %s\n' "$*" >&2; }

engine_pid= supervisors=() stopping=false
stop() {
  $stopping && return
  stopping=true
  say "stopping"
  for pid in "${supervisors[@]}"; do kill -TERM "$pid" 2>/dev/null; done
  for pid in "${supervisors[@]}"; do wait "$pid" 2>/dev/null; done
  [ -n "$engine_pid" ] && kill -TERM "$engine_pid" 2>/dev/null && wait "$engine_pid" 2>/dev/null
  exit "${1:-0}"
}
trap 'stop 0' TERM INT

# Runs a command for ever; passes SIGTERM on to it and ends with it then.
supervise() {
  local name=$1 child=
  shift
  trap 'kill -TERM "$child" 2>/dev/null; wait "$child"; exit 0' TERM INT
  while true; do
    "$@" &
    child=$!
    wait "$child"
    say "$name ended with $?, starting it again"
    sleep "$restart_after_seconds" &
    child=$!
    wait "$child"
  done
}

start_engine() {
  # A container that was killed and started again still has the files of its last life.
  rm -f /var/run/docker.pid /var/run/docker/containerd/containerd.pid
  dockerd --shutdown-timeout 5 >"$engine_log" 2>&1 &
  engine_pid=$!
  local deadline=$((SECONDS + engine_wait_seconds))
  until docker info >/dev/null 2>&1; do
    if ! kill -0 "$engine_pid" 2>/dev/null || [ "$SECONDS" -ge "$deadline" ]; then
      tail -n 20 "$engine_log" >&2
      say "the Docker Engine does not answer"
      exit 1
    fi
    sleep 0.2
  done
  say "Docker Engine $(docker version --format '{{.Server.Version}}') is up"
}

load_images() {
  local archive
  for archive in /images/*.tar; do
    [ -e "$archive" ] || continue
    say "loading $archive"
    docker load -q -i "$archive" >/dev/null || say "cannot load $archive"
  done
}

start_engine
load_images
if [ "${KUORUM_ENGINE_ONLY:-false}" != true ]; then
  [ -n "$certs" ] || { say "--certs is missing"; stop 2; }
  node_ip=$(hostname -i | awk '{ print $1 }')
  # shellcheck disable=SC2086
  supervise kubelet kuorum kubelet --kubeconfig "$certs/kubeconfig/node-$node_name.conf" \
    --node-name "$node_name" --node-ip "$node_ip" --listen 0.0.0.0:10250 --healthz 127.0.0.1:10248 \
    --tls-cert-file "$certs/pki/nodes/$node_name.crt" --tls-private-key-file "$certs/pki/nodes/$node_name.key" \
    --client-ca-file "$certs/pki/ca.crt" --runtime docker --cluster "$cluster" --docker-network "$cluster" \
    --data-dir /var/lib/kuorum --sync-routes ${KUBELET_ARGS:-} &
  supervisors+=($!)
  # shellcheck disable=SC2086
  supervise proxy kuorum proxy --kubeconfig "$certs/kubeconfig/proxy.conf" \
    --node-name "$node_name" --node-ip "$node_ip" --healthz 0.0.0.0:10256 --cluster-ip-mode address ${PROXY_ARGS:-} &
  supervisors+=($!)
fi

wait "$engine_pid"
say "the Docker Engine ended"
stop 1
