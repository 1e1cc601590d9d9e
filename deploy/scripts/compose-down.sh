#!/usr/bin/env bash
# Stops the cluster of docker-compose.yml and removes everything of it: containers, volumes with all data, networks.
#
# usage: compose-down.sh                   environment: that of compose-env.sh
set -euo pipefail
. "$(dirname "$0")/compose-env.sh"

docker info >/dev/null 2>&1 || fail "no Docker Engine answers, so nothing of the cluster runs"
began=$SECONDS
# The values do not matter for removing, they only have to be there.
export KUORUM_SUBNET=${KUORUM_SUBNET:-10.89.0}
label="label=com.docker.compose.project=$project"
say "stopping project $project"
compose down --volumes --remove-orphans --timeout 15 >/dev/null 2>&1 || say "compose reported errors, removing by label"

# What compose did not know about (another version's names, an interrupted start) still carries the project's label.
docker ps -aq --filter "$label" | xargs -r docker rm -fv >/dev/null
docker volume ls -q --filter "$label" | xargs -r docker volume rm -f >/dev/null
docker network ls -q --filter "$label" | xargs -r docker network rm >/dev/null
# Nothing answers to the administrator's certificate any more.
for file in "${admin_files[@]}"; do rm -f "$admin_dir/$file"; done
for dir in /pki/etcd /pki /kubeconfig ''; do rmdir "$admin_dir$dir" 2>/dev/null || true; done
say "project $project is gone ($((SECONDS - began))s)"
