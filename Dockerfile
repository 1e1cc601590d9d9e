# One image for every component; the first argument says which (store, apiserver, scheduler, controllers, node, …).
# A machine without a registry gives its own base image, see deploy/scripts/build-image.sh.
ARG BASE_IMAGE=node:22-bookworm-slim

# The manifests alone, so that a change of source code does not install the dependencies again.
FROM ${BASE_IMAGE} AS manifests
WORKDIR /kuorum
COPY package.json package-lock.json ./
COPY packages packages
RUN find packages -mindepth 2 -maxdepth 2 ! -name package.json -exec rm -rf {} +

FROM ${BASE_IMAGE} AS dependencies
WORKDIR /kuorum
COPY --from=manifests /kuorum ./
RUN npm ci --no-audit --no-fund --loglevel=error

FROM dependencies AS production
RUN npm prune --omit=dev --no-audit --no-fund --loglevel=error

FROM dependencies AS build
COPY tsconfig.base.json ./
COPY proto proto
COPY packages packages
COPY scripts scripts
RUN npx tsc -b packages/cli \
 && node scripts/bundle.mjs \
 && find packages -mindepth 2 -maxdepth 2 ! -name dist ! -name dist-bundle ! -name bin ! -name package.json -exec rm -rf {} + \
 && find packages -name '*.tsbuildinfo' -delete

FROM ${BASE_IMAGE}
# The node role brings its own Docker Engine, and the tools that routes and service addresses are made with.
RUN apt-get update -qq \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends docker.io iptables iproute2 >/dev/null \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /kuorum
ENV NODE_ENV=production
COPY --from=production /kuorum ./
COPY proto proto
COPY deploy/echo deploy/echo
COPY deploy/image/entrypoint.sh deploy/image/node.sh deploy/image/healthz.sh /usr/local/lib/kuorum/
COPY --from=build /kuorum/packages packages
RUN chmod 0755 /usr/local/lib/kuorum/*.sh packages/cli/bin/kuorum.js \
 && ln -s /kuorum/packages/cli/bin/kuorum.js /usr/local/bin/kuorum \
 && ln -s /usr/local/lib/kuorum/healthz.sh /usr/local/bin/healthz
STOPSIGNAL SIGTERM
ENTRYPOINT ["/usr/local/lib/kuorum/entrypoint.sh"]
CMD ["--help"]
