#!/usr/bin/env bash
# Makes a Docker Engine answer on this machine: installs it from Debian when it is missing, starts dockerd when
# none answers, and waits for it. Safe to call again and again: what is already there is left as it is.
#
# usage: start-docker.sh [--no-peers]
#   --no-peers   install only what Docker itself needs, not the tools that the tests talk to the cluster with
# environment: DOCKERD_LOG (/var/log/dockerd.log)  DOCKERD_WAIT_SECONDS (60)
set -euo pipefail

log_file=${DOCKERD_LOG:-/var/log/dockerd.log}
wait_seconds=${DOCKERD_WAIT_SECONDS:-60}
peers=true
[ "${1:-}" = "--no-peers" ] && peers=false

say() { printf 'docker: %s\n' "$*"; }
fail() { printf 'docker: %s\n' "$*" >&2; exit 1; }
has() { PATH="$PATH:/usr/sbin:/sbin" command -v "$1" >/dev/null 2>&1; }
answers() { timeout 10 docker info >/dev/null 2>&1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif has sudo; then sudo -n "$@"
  else fail "cannot run '$1' as root: not root and no sudo. Start Docker yourself, then run this again"
  fi
}

# tool:package pairs; a package is installed only when its tool is not on the PATH.
wanted=(docker:docker.io dockerd:docker.io iptables:iptables ip:iproute2)
if $peers; then
  wanted+=(docker-compose:docker-compose debootstrap:debootstrap busybox:busybox-static)
  wanted+=(etcdctl:etcd-client etcd:etcd-server)
fi

missing_packages() {
  local pair
  for pair in "${wanted[@]}"; do
    if [ "${pair%%:*}" = docker-compose ] && docker compose version >/dev/null 2>&1; then continue; fi
    # A Docker that already answers needs no daemon of ours (a desktop engine, a remote DOCKER_HOST).
    if [ "${pair%%:*}" = dockerd ] && answers; then continue; fi
    has "${pair%%:*}" || echo "${pair##*:}"
  done | sort -u
}

install_missing() {
  local packages
  packages=$(missing_packages | tr '\n' ' ')
  [ -n "${packages// /}" ] || { say "every package is installed"; return; }
  if ! has apt-get; then
    answers || fail "missing: $packages; this system has no apt-get, install and start Docker by hand"
    say "not here: $packages; Docker answers all the same, so going on without"
    return
  fi
  say "installing $packages"
  export DEBIAN_FRONTEND=noninteractive
  # An unreachable third-party source must not stop us: what matters is whether the packages install.
  as_root apt-get update -qq </dev/null || say "apt-get update reported errors, going on with the lists it has"
  # No package may start a service of its own: etcd's would sit on the store's ports.
  local policy=/usr/sbin/policy-rc.d ours=false
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod 755 "$policy"
    ours=true
  fi
  local status=0
  # shellcheck disable=SC2086
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends -o Dpkg::Use-Pty=0 \
    $packages </dev/null >/dev/null || status=$?
  if $ours; then as_root rm -f "$policy"; fi
  [ "$status" = 0 ] || fail "cannot install $packages (apt-get ended with $status)"
}

# A pid file that a stopped machine left behind may name a process that is something else by now.
drop_stale_pid_file() {
  local file=$1 pid
  [ -f "$file" ] || return 0
  pid=$(cat "$file" 2>/dev/null || true)
  if [ -z "$pid" ] || ! grep -qE '^(dockerd|containerd)$' "/proc/$pid/comm" 2>/dev/null; then
    say "removing the stale $file"
    as_root rm -f "$file"
  fi
}

start_daemon() {
  if pgrep -x dockerd >/dev/null 2>&1; then
    say "dockerd runs but does not answer yet"
    return
  fi
  drop_stale_pid_file /var/run/docker.pid
  drop_stale_pid_file /var/run/docker/containerd/containerd.pid
  say "starting dockerd, log in $log_file"
  # Detached from this shell, its terminal and its pipes: it outlives whoever called.
  as_root setsid --fork sh -c 'exec dockerd >>"$1" 2>&1 </dev/null' dockerd-start "$log_file" >/dev/null 2>&1 </dev/null
}

wait_for_daemon() {
  local deadline=$((SECONDS + wait_seconds))
  until answers; do
    if [ "$SECONDS" -ge "$deadline" ]; then
      tail -n 20 "$log_file" >&2 2>/dev/null || true
      fail "dockerd does not answer after ${wait_seconds}s, see $log_file"
    fi
    sleep 0.3
  done
}

install_missing
if answers; then
  say "already running"
else
  start_daemon
  wait_for_daemon
fi
say "engine $(docker version --format '{{.Server.Version}}'), storage $(docker info --format '{{.Driver}}, cgroup v{{.CgroupVersion}}')"
