#!/usr/bin/env bash
# Brings up the cluster of docker-compose.yml: builds the image, starts the containers, waits until the engines in the
# nodes answer and every node is Ready, and says where everything is. Running it again is harmless.
#
# usage: compose-up.sh [--no-build]
# environment: those of compose-env.sh and docker-compose.yml, KUORUM_READY_SECONDS (120)
set -euo pipefail
. "$(dirname "$0")/compose-env.sh"

ready_seconds=${KUORUM_READY_SECONDS:-120}
image=${KUORUM_IMAGE:-kuorum/kuorum:latest}
build=true
[ "${1:-}" = "--no-build" ] && build=false

docker info >/dev/null 2>&1 || fail "no Docker Engine answers (deploy/scripts/start-docker.sh starts one)"
if $build || ! docker image inspect "$image" >/dev/null 2>&1; then
  bash "$deploy_dir/scripts/build-image.sh" "$image"
fi

# A host that lacks a capability itself cannot give all of them away, which --privileged asks for.
if ! docker run --rm --privileged --network none --entrypoint true "$image" >/dev/null 2>&1; then
  say "this host cannot run privileged containers, using docker-compose.override.no-privileged.yml"
  compose_files+=(-f "$deploy_dir/docker-compose.override.no-privileged.yml")
fi

choose_subnet
began=$SECONDS
elapsed() { echo "$((SECONDS - began))s"; }
deadline=$((SECONDS + ready_seconds))

container() { compose ps -q "$1" | head -n 1; }

give_up() {
  say "not ready after $(elapsed): $*" >&2
  compose ps >&2 || true
  compose logs --no-color --tail=15 >&2 || true
  exit 1
}

# wait_until WHAT COMMAND…: calls the command until it succeeds.
wait_until() {
  local what=$1
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$deadline" ] || give_up "$what"
    sleep 0.5
  done
  say "[$(elapsed)] $what"
}

engine_answers() {
  local id
  id=$(container "$1")
  [ -n "$id" ] && docker exec "$id" docker info >/dev/null 2>&1
}

say "starting project $project on $KUORUM_SUBNET.0/24"
up_log=$(mktemp)
trap 'rm -f "$up_log"' EXIT
compose up -d >"$up_log" 2>&1 || { cat "$up_log" >&2; fail "compose could not start the containers"; }
say "[$(elapsed)] $(compose ps -q | wc -l) containers started"

for node in "${nodes[@]}"; do wait_until "the engine of $node answers" engine_answers "$node"; done
if [ "${KUORUM_ENGINE_ONLY:-false}" = true ]; then exit 0; fi

# Asks on the cluster's own network until all is well: the host needs no client for it. $0 is how many nodes there are.
wait_for_cluster='
  until kuorum get namespaces -o name >/dev/null 2>&1; do sleep 0.3; done
  echo "the store has a leader, the apiserver answers"
  until [ "$(kuorum get nodes --no-headers 2>/dev/null | grep -c " Ready ")" -ge "$0" ]; do sleep 0.3; done
  echo "$0 nodes are Ready"'
compose run --rm -T --no-deps --entrypoint timeout admin "$((deadline - SECONDS))" bash -c "$wait_for_cluster" "${#nodes[@]}" \
  2>/dev/null | while read -r line; do say "[$(elapsed)] $line"; done || give_up "no apiserver answers, or a node is not Ready"

api_address=$(compose port apiserver1 6443)
store_address=$(compose port n1 2379)
node_port_address=$(compose port node1 "${KUORUM_NODE_PORT:-30080}")

# The administrator's share, out of the volume of `certs`. Its kubeconfig names the apiservers as containers know them.
copy_out_admin() {
  local temporary=$1 file
  docker cp "$(compose ps -aq certs | head -n 1):/shares/admin/." "$temporary"
  for file in "${admin_files[@]}"; do
    (umask 077 && mkdir -p "$(dirname "$admin_dir/$file")")
    install -m 0600 "$temporary/$file" "$admin_dir/$file"
  done
  sed "s#^\( *server: \).*#\1https://$api_address#" "$temporary/kubeconfig/admin.conf" >"$admin_dir/kubeconfig/admin.conf"
}
admin_copy=$(mktemp -d)
trap 'rm -rf "$up_log" "$admin_copy"' EXIT
copy_out_admin "$admin_copy"

cat <<END

The cluster is ready ($(elapsed)). Every hop is mutual TLS.
  apiserver   https://$api_address
  etcd API    https://$store_address
  NodePort    ${KUORUM_NODE_PORT:-30080} of node1 is http://$node_port_address
  kubeconfig  $admin_dir/kubeconfig/admin.conf

Try next (as the administrator):
  export KUORUM_CONFIG=$admin_dir/kubeconfig/admin.conf
  npx kuorum apply -f deploy/samples/echo.yaml
  npx kuorum get pods -o wide
  curl http://$node_port_address/
  grpcurl -cacert $admin_dir/pki/ca.crt -cert $admin_dir/pki/admin.crt -key $admin_dir/pki/admin.key $api_address list
  etcdctl --endpoints https://$store_address --cacert $admin_dir/pki/etcd/ca.crt \\
    --cert $admin_dir/pki/etcd/admin.crt --key $admin_dir/pki/etcd/admin.key member list
END
