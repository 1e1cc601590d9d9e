#!/usr/bin/env bash
# Builds the one image of all components from the Dockerfile. Where Docker cannot pull the Dockerfile's base image
# (no registry), the base is made from Debian's package mirror instead, see base-image.sh.
#
# usage: build-image.sh [TAG]                environment: BASE_IMAGE  use this base, ask nothing
set -euo pipefail
cd "$(dirname "$0")/../.."

tag=${1:-kuorum/kuorum:latest}
began=$SECONDS
say() { printf 'image: %s\n' "$*"; }

declared_base() { sed -n 's/^ARG BASE_IMAGE=//p' Dockerfile | head -n 1; }

base=${BASE_IMAGE:-}
if [ -z "$base" ]; then
  base=$(declared_base)
  if ! docker image inspect "$base" >/dev/null 2>&1 && ! timeout 120 docker pull -q "$base" >/dev/null 2>&1; then
    say "cannot pull $base, making a base image here"
    base=$(bash deploy/scripts/base-image.sh)
  fi
fi

previous=$(docker image inspect -f '{{.Id}}' "$tag" 2>/dev/null || true)
say "building $tag on $base"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# The build's network is the host's: mirrors and proxies that the host reaches are reached from inside.
if ! docker build --force-rm --network host --build-arg "BASE_IMAGE=$base" -t "$tag" . >"$log" 2>&1; then
  tail -n 40 "$log" >&2
  say "build failed" >&2
  exit 1
fi
# The image that had the tag before is nobody's now, unless a container still runs on it or it has another tag.
if [ -n "$previous" ] && [ "$previous" != "$(docker image inspect -f '{{.Id}}' "$tag")" ]; then
  [ -n "$(docker image inspect -f '{{join .RepoTags ""}}' "$previous" 2>/dev/null)" ] || docker image rm "$previous" >/dev/null 2>&1 || true
fi
say "$tag built in $((SECONDS - began))s, $(docker image inspect -f '{{.Size}}' "$tag" | awk '{ printf "%.0f MB", $1 / 1e6 }')"
