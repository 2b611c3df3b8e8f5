# Every command that this project knows; what they do stands in the rooms they call.

CARGO ?= cargo
# The language of `make conformance`, not the locale: the environment keeps its own.
unexport LANG

.PHONY: help demo test bench codegen conformance fuzz format dist version api audit fuzz-coverage memory sanitize constant-time

help: ## List the commands.
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 24

demo: ## Verify webhooks by the command line tool; deliver all of them to a receiver in each language.
	@examples/demo.sh

test: ## Build everything and run every test of every language.
	@tests/run

bench: ## Compare speed with what users would otherwise use: make bench [ONLY="go php"] [ROUNDS=5]
	@ONLY="$(ONLY)" ROUNDS="$(ROUNDS)" benches/run

codegen: ## Write everything that is generated from the catalog, the C header, and the vectors.
	$(CARGO) run --quiet --package commet-webhooks-codegen
	$(MAKE) --silent -C bindings-c header
	$(CARGO) run --quiet --package commet-webhooks-tests --bin vectors generate

conformance: ## Compare all languages; or answer cases: make -s conformance LANG=rust <cases.jsonl >results.jsonl
	@$(if $(filter command,$(origin LANG)),tests/conformance $(LANG),tests/matrix)

fuzz: ## Fuzz every target for FUZZ_SECONDS each (600); needs cargo-fuzz.
	fuzz/run $(FUZZ_SECONDS)

fuzz-coverage: ## Say which lines of the core and the C library the fuzzers' inputs reach; needs llvm-tools.
	@fuzz/run --coverage

memory: ## Look for secrets in the memory of programs in every language, and in what they print.
	@tests/hardening/memory

sanitize: ## Put all vectors to every language with AddressSanitizer in its native code.
	@tests/hardening/sanitize

constant-time: ## Measure whether the time of a verification depends on the right signature.
	@$(CARGO) build --quiet --release --package commet-webhooks-c --package commet-webhooks-hardening
	@built="$${CARGO_TARGET_DIR:-target}/release"; "$$built/constant-time" "$$built/libcommet.so"

format: ## Format the sources.
	$(CARGO) fmt --all

dist: ## Build everything that is published into dist/, with checksums and a manifest.
	@release/dist

version: ## Print the version of all packages; or carry another one to them: make version VERSION=0.2.0
	@release/version $(VERSION)

api: ## Write the public APIs of Rust, Go and Java as text: what a release may change is what differs there.
	@release/api

audit: ## Write docs/dependencies.md, and ask for advisories on what is in it.
	@release/audit
