#!/usr/bin/env bash
# Makes kuorum/echo:latest, the small HTTP server of deploy/samples: a static busybox and one shell script, imported
# as an image, so that no registry is needed. It answers / with its pod's and node's name and /healthz with ok.
#
# usage: echo-image.sh [--force] [TAG]
# environment: KUORUM_BUSYBOX  a static busybox to use instead of the one on the PATH
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
force=false
[ "${1:-}" = "--force" ] && { force=true; shift; }
tag=${1:-kuorum/echo:latest}

say() { printf 'echo-image: %s\n' "$*" >&2; }

if ! $force && docker image inspect "$tag" >/dev/null 2>&1; then
  say "$tag exists"
  exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/root/bin" "$work/root/www" "$work/root/tmp" "$work/root/etc"
cp "$here/../image/echo.sh" "$work/root/bin/echo-server"
chmod 0755 "$work/root/bin/echo-server"
echo 'root:x:0:0:root:/:/bin/sh' >"$work/root/etc/passwd"

static_busybox() {
  local candidate linkage
  for candidate in "${KUORUM_BUSYBOX:-}" "$(command -v busybox || true)" /bin/busybox; do
    [ -n "$candidate" ] && [ -x "$candidate" ] || continue
    # A dynamically linked one cannot run in an image that holds nothing else.
    # ldd ends with an error on a static one, so its words count, not its exit status.
    linkage=$(ldd "$candidate" 2>&1 || true)
    case $linkage in *'not a dynamic executable'* | *'statically linked'*) echo "$candidate"; return 0 ;; esac
  done
  return 1
}

if [ "$(uname -s)" = Linux ] && busybox=$(static_busybox); then
  cp "$busybox" "$work/root/bin/busybox"
  "$busybox" --list | grep -v '^busybox$' | while read -r applet; do ln -s busybox "$work/root/bin/$applet"; done
  tar -C "$work/root" --numeric-owner --owner 0 --group 0 -c . |
    docker import --change 'CMD ["/bin/echo-server"]' --change 'ENV PATH=/bin' --change 'EXPOSE 8080' - "$tag" >/dev/null
else
  say "no static busybox here, building from the registry's"
  cp "$here/../image/echo.sh" "$work/echo.sh"
  printf '%s\n' 'FROM busybox:stable-musl' 'COPY echo.sh /bin/echo-server' 'RUN chmod 0755 /bin/echo-server && mkdir -p /www' \
    'EXPOSE 8080' 'CMD ["/bin/echo-server"]' >"$work/Dockerfile"
  docker build -q -t "$tag" "$work" >/dev/null
fi
say "$tag made"
