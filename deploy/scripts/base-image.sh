#!/usr/bin/env bash
# Makes the Dockerfile's base image on a machine that reaches package mirrors but no container registry: a minimal
# Debian by debootstrap, plus this machine's own node and npm, plus whatever this machine needs to reach its mirrors
# (CA bundle, apt and npm settings). Nothing of that is written into the repository: it lives in the local image only.
#
# usage: base-image.sh [--force] [TAG]       prints the tag on stdout, progress on stderr
# The image is kept under a tag that names the Debian release and the node version, and is made once.
set -euo pipefail

suite=${KUORUM_BASE_SUITE:-bookworm}
force=false
[ "${1:-}" = "--force" ] && { force=true; shift; }
node_binary=$(node -p process.execPath)
tag=${1:-kuorum/base:$suite-node$(node -p process.versions.node)}

say() { printf 'base-image: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

if ! $force && docker image inspect "$tag" >/dev/null 2>&1; then
  say "$tag exists"
  echo "$tag"
  exit 0
fi

[ "$(uname -s)" = Linux ] || fail "debootstrap needs Linux; where a registry answers, no base image has to be made"
[ "$(id -u)" = 0 ] || fail "debootstrap needs root; where a registry answers, no base image has to be made"
command -v debootstrap >/dev/null || fail "debootstrap is missing (Debian package: debootstrap)"

work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT
root=$work/root
began=$SECONDS

debian_mirror() {
  local found
  found=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
    grep -E '/debian/?$' | head -n 1 || true)
  echo "${found:-http://deb.debian.org/debian}"
}

say "debootstrap $suite (about a minute)"
debootstrap --variant=minbase --include=ca-certificates "$suite" "$root" "$(debian_mirror)" >"$work/debootstrap.log" 2>&1 ||
  { tail -n 20 "$work/debootstrap.log" >&2; fail "debootstrap failed"; }

say "adding node $(node -p process.versions.node) and npm"
install -D -m 0755 "$node_binary" "$root/usr/local/bin/node"
mkdir -p "$root/usr/local/lib/node_modules"
npm_directory=$(dirname "$(dirname "$(readlink -f "$(command -v npm)")")")
cp -a "$npm_directory" "$root/usr/local/lib/node_modules/npm"
ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
ln -s ../lib/node_modules/npm/bin/npx-cli.js "$root/usr/local/bin/npx"
# A distribution's node may lean on libraries that a minimal Debian lacks: bring those along.
ldd "$node_binary" | awk '$3 ~ /^\// { print $3 }' | while read -r library; do
  [ -e "$root$library" ] || install -D -m 0755 "$(readlink -f "$library")" "$root$library"
done
chroot "$root" /usr/local/bin/node --version >/dev/null || fail "the copied node does not run inside the image"

say "adding this machine's way to its mirrors"
bundle=${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}
changes=(--change 'ENV DEBIAN_FRONTEND=noninteractive')
if [ -f "$bundle" ]; then
  install -D -m 0644 "$bundle" "$root/etc/ssl/certs/ca-certificates.crt"
  changes+=(--change 'ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt')
fi
[ -f /etc/apt/sources.list.d/debian.sources ] && grep -q "$suite" /etc/apt/sources.list.d/debian.sources &&
  { cp /etc/apt/sources.list.d/debian.sources "$root/etc/apt/sources.list.d/"; : >"$root/etc/apt/sources.list"; }
apt-config dump | grep -E '^Acquire::(https?|Check-)[^ ]* ' >"$root/etc/apt/apt.conf.d/90mirror" || true
: >"$root/usr/local/etc/npmrc" 2>/dev/null || install -D /dev/null "$root/usr/local/etc/npmrc"
for key in registry cafile proxy https-proxy; do
  value=$(npm config get "$key" 2>/dev/null || true)
  case $value in '' | null | undefined) continue ;; esac
  [ "$key" = cafile ] && value=/etc/ssl/certs/ca-certificates.crt
  echo "$key=$value" >>"$root/usr/local/etc/npmrc"
done
rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/* "$root"/var/log/*.log

say "importing it into Docker"
tar -C "$root" --numeric-owner -c . | docker import "${changes[@]}" --change 'CMD ["node"]' - "$tag" >/dev/null
say "$tag made in $((SECONDS - began))s"
echo "$tag"
