#!/usr/bin/env bash
# Loads images of this machine's Docker Engine into the engines of the compose cluster's nodes.
#
# usage: compose-load.sh IMAGE…            environment: that of compose-env.sh
set -euo pipefail
. "$(dirname "$0")/compose-env.sh"

[ $# -gt 0 ] || fail "which image? usage: compose-load.sh IMAGE…"
choose_subnet
for image in "$@"; do
  docker image inspect "$image" >/dev/null 2>&1 || fail "this machine has no image $image"
  for node in "${nodes[@]}"; do
    id=$(compose ps -q "$node" | head -n 1)
    [ -n "$id" ] || fail "$node does not run in project $project"
    docker save "$image" | docker exec -i "$id" docker load -q >/dev/null
    say "$image is on $node"
  done
done
