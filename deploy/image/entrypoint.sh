#!/bin/sh
# The image's entrypoint, and its `kuorum` command: a role of the image itself, or else a subcommand of kuorum.
case ${1:-} in
  node)
    shift
    exec /usr/local/lib/kuorum/node.sh "$@"
    ;;
  *)
    # exec: kuorum is PID 1 then and gets the signals itself.
    exec node --enable-source-maps /kuorum/packages/cli/bin/kuorum.js "$@"
    ;;
esac
