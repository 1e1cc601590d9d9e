# Sourced by compose-up.sh and compose-down.sh: which compose, which files, which project, which subnet.
# environment: KUORUM_PROJECT (kuorum)  the compose project; clusters with different ones live side by side
#              KUORUM_ADMIN_DIR         where the administrator's certificates and kubeconfig are copied to
#                                       (~/.kuorum/compose/PROJECT)
#              KUORUM_SUBNET            first three bytes of the containers' network; a free one is found otherwise
deploy_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
repo_dir=$(dirname "$deploy_dir")
project=${KUORUM_PROJECT:-kuorum}
admin_dir=${KUORUM_ADMIN_DIR:-$HOME/.kuorum/compose/$project}
# What compose-up.sh puts there, and compose-down.sh takes away again: these files and no others.
admin_files=(pki/ca.crt pki/admin.crt pki/admin.key pki/etcd/ca.crt pki/etcd/admin.crt pki/etcd/admin.key kubeconfig/admin.conf)
nodes=(node1 node2 node3)

say() { printf 'compose: %s\n' "$*"; }
fail() { printf 'compose: %s\n' "$*" >&2; exit 1; }

if docker compose version >/dev/null 2>&1; then compose_command=(docker compose)
elif command -v docker-compose >/dev/null; then compose_command=(docker-compose)
else fail "neither 'docker compose' nor 'docker-compose' is installed"
fi
compose_files=(-f "$deploy_dir/docker-compose.yml")

compose() { "${compose_command[@]}" -p "$project" "${compose_files[@]}" "$@" </dev/null; }

subnets_in_use() {
  docker network ls -q | xargs -r docker network inspect -f '{{range .IPAM.Config}}{{println .Subnet}}{{end}}' 2>/dev/null
}

# The subnet that the project's network has already, or the first of 10.89.x that no other network has.
choose_subnet() {
  [ -z "${KUORUM_SUBNET:-}" ] || return 0
  local own used third
  own=$(docker network inspect -f '{{range .IPAM.Config}}{{.Subnet}}{{end}}' "${project}_cluster" 2>/dev/null || true)
  used=$(subnets_in_use || true)
  KUORUM_SUBNET=${own%.0/24}
  for third in $(seq 0 255); do
    [ -z "$KUORUM_SUBNET" ] || break
    grep -qF "10.89.$third." <<<"$used" || KUORUM_SUBNET=10.89.$third
  done
  export KUORUM_SUBNET
}
