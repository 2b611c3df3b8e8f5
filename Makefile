# Every command that this project knows; what they do stands in the rooms they call.

CARGO ?= cargo
# The language of `make conformance`, not the locale: the environment keeps its own.
unexport LANG

.PHONY: help demo test bench codegen conformance fuzz format

help: ## List the commands.
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 20

demo: ## Verify real signed webhooks, forged ones and unknown ones, readably.
	$(CARGO) build --quiet --package commet-webhooks-cli
	sh examples/demo.sh "$${CARGO_TARGET_DIR:-target}/debug/commet-webhooks"

test: ## Build everything and run every test of every language.
	@tests/run

bench: ## Compare speed with what users would otherwise use.
	$(CARGO) run --quiet --release --package commet-webhooks-benches
	$(MAKE) --silent -C bindings-c bench
	bindings-go/build.sh
	go run -C bindings-go/bench .
	bindings-php/build.sh
	php bindings-php/bench.php
	$(MAKE) --silent -C bindings-python bench
	$(MAKE) --silent -C bindings-node bench
	bindings-kotlin/bench/run.sh

codegen: ## Write everything that is generated from the catalog, the C header, and the vectors.
	$(CARGO) run --quiet --package commet-webhooks-codegen
	$(MAKE) --silent -C bindings-c header
	$(CARGO) run --quiet --package commet-webhooks-tests --bin vectors generate

conformance: ## Compare all languages; or answer cases: make -s conformance LANG=rust <cases.jsonl >results.jsonl
	@$(if $(filter command,$(origin LANG)),tests/conformance $(LANG),tests/matrix)

fuzz: ## Fuzz every target for FUZZ_SECONDS each (600); needs cargo-fuzz.
	fuzz/run $(FUZZ_SECONDS)

format: ## Format the sources.
	$(CARGO) fmt --all
