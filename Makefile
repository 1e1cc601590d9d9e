# Kuorum's commands. `make help` lists them; `make up` is the one to start with.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

KUORUM := node packages/cli/bin/kuorum.js
STEP := bash scripts/step.sh
ARGS ?=
# Of make chaos and make fuzz.
MINUTES ?= 10
SEED ?=
# Of make sim.
SEEDS ?=

.PHONY: help
help: ## Show this list
	@awk 'BEGIN { FS = ":.*## " } /^## / { printf "\n%s\n", substr($$0, 4) } \
	  /^[a-zA-Z\/_-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@printf '\nArguments go through ARGS, e.g. make up ARGS="--nodes 5 --detach"\n'

## A local cluster
.PHONY: up down status demo
up: build-cli ## Install, build and start a local cluster with TLS; Ctrl-C stops it (ARGS=--detach returns when ready)
	@$(KUORUM) up $(ARGS)

down: cli ## Stop the local cluster
	@$(KUORUM) down $(ARGS)

status: cli ## Show the local cluster: processes and where they tell their health, Raft group, nodes
	@$(KUORUM) status $(ARGS)

demo: build-cli ## See a cluster heal: a container, a node and the store's leader are killed (half a minute)
	@$(KUORUM) demo $(ARGS)

## Build and test
.PHONY: ci install build build-cli cli check test sim chaos fuzz conformance bench clean
ci: ## Everything that must pass: build, check, test
	@$(MAKE) build
	@# A failed check does not hide what the tests say; both count.
	@check=ok; $(MAKE) check || check=FAILED; KUORUM_CHECK=$$check $(MAKE) test && [ "$$check" = ok ]

install:
	@command -v node >/dev/null || { echo "Cannot start: Node.js is not on the PATH; Kuorum needs version 20.19 or newer (https://nodejs.org)." >&2; exit 1; }
	@node scripts/install.mjs

build: install ## Compile every package and every test
	@$(STEP) "build" npx tsc -b
	@$(STEP) "bundle" node scripts/bundle.mjs

# A cluster must be stoppable while the code does not compile: what was built last will do.
cli:
	@test -f packages/cli/dist/main.js || $(MAKE) build-cli

build-cli: install
	@npx tsc -b packages/cli
	@node scripts/bundle.mjs

check: install ## Lint, format, import graph, generated files, proto lint
	@status=0; \
	$(STEP) "lint" npm run --silent lint || status=1; \
	$(STEP) "format" npm run --silent format:check || status=1; \
	$(STEP) "import graph" npm run --silent tidy || status=1; \
	$(STEP) "generated files" node scripts/gen.mjs --check || status=1; \
	$(STEP) "proto lint" npx buf lint || status=1; \
	exit $$status

test: build ## All tests with coverage; test/PACKAGE or test/e2e runs a part
	@node scripts/test.mjs

test/%: build FORCE
	@node scripts/test.mjs $*

sim: build ## Simulate store clusters under faults, e.g. SEEDS=2000 (a night's worth), or ARGS="--bugs"
	@node scripts/sim.mjs $(if $(SEEDS),--seeds $(SEEDS)) $(ARGS)

chaos: build ## Break a real store under load, e.g. MINUTES=10 SEED=7, or ARGS="-g 'snapshot switch'" for a part
	@KUORUM_CHAOS_MINUTES=$(MINUTES) $(if $(SEED),KUORUM_CHAOS_SEED=$(SEED)) node_modules/.bin/mocha $(ARGS) dist-test/chaos/store/crash.test.js dist-test/chaos/store/random.test.js

fuzz: build ## Give a real store, an apiserver and the client bytes that are none of theirs, e.g. MINUTES=10 SEED=7
	@export KUORUM_FUZZ_MINUTES=$(MINUTES) $(if $(SEED),KUORUM_FUZZ_SEED=$(SEED)); \
	node_modules/.bin/mocha packages/store/dist-test/server/fuzz.test.js packages/store/dist-test/server/fuzz-requests.test.js && \
	node_modules/.bin/mocha dist-test/chaos/store/hostile.test.js && \
	node_modules/.bin/mocha packages/apiserver/dist-test/manifest-fuzz.test.js packages/cli/dist-test/manifest-fuzz.test.js

conformance: build ## Other people's clients against the store and against etcd, with what takes minutes
	@KUORUM_CONFORMANCE=full node scripts/test.mjs conformance
	@node_modules/.bin/mocha dist-test/conformance/slow-watch.nightly.js dist-test/conformance/checks.nightly.js

bench: build ## Benchmarks against real peers, JSON and a table in bench/out
	@test -f bench/run.mjs || { echo "Cannot measure: bench/run.mjs is not written yet" >&2; exit 1; }
	@node bench/run.mjs $(ARGS)

clean: ## Remove what the build and the tests made (not node_modules, not a cluster's data)
	rm -rf packages/*/dist packages/*/dist-test packages/*/dist-bundle packages/*/*.tsbuildinfo dist-test coverage .eslintcache bench/out

## A cluster of containers
.PHONY: docker image compose-up compose-down
docker: ## Make a Docker Engine answer: install it from Debian and start it where it is missing
	@bash deploy/scripts/start-docker.sh

image: ## Build the one image of all components
	@bash deploy/scripts/build-image.sh $(ARGS)

compose-up: ## Start the cluster of deploy/docker-compose.yml and wait until it is ready
	@bash deploy/scripts/compose-up.sh $(ARGS)

compose-down: ## Stop it and remove its containers, volumes and networks
	@bash deploy/scripts/compose-down.sh $(ARGS)

.PHONY: FORCE
FORCE:
