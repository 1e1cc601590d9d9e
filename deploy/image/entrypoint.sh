#!/bin/sh
# The image's entrypoint: the role `node` is a whole machine (engine, kubelet, proxy), the others are kuorum's subcommands.
if [ "${1:-}" = node ]; then
  shift
  exec /usr/local/lib/kuorum/node.sh "$@"
fi
# exec: kuorum is PID 1 then and gets the signals itself.
exec kuorum "$@"
