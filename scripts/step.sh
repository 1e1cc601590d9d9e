#!/usr/bin/env bash
# Runs one step of a longer job and says what it is, whether it worked and how long it took.
# usage: step.sh NAME COMMAND [ARG…]
set -u
name=$1
shift
began=$SECONDS
printf '==> %s\n' "$name"
"$@"
status=$?
if [ "$status" = 0 ]; then
  printf '    %s: ok, %ss\n' "$name" "$((SECONDS - began))"
else
  printf '    %s: FAILED (exit %s) after %ss\n' "$name" "$status" "$((SECONDS - began))"
fi
exit "$status"
