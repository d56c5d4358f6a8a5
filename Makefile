# What can be done here; each target is a script of its own under scripts/.
.DEFAULT_GOAL := help
.PHONY: help run test dev bench setup fmt check

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 16

run: ## Set up, build and start the demonstration on this machine
	@scripts/run.sh

test: ## Set up and run every check and test; the last line is the count
	@scripts/test.sh

dev: ## Run with rebuild and reload on every change
	@scripts/dev.sh

bench: ## Measure and print the table of budgets
	@scripts/bench.sh

setup: ## Install whatever is missing for running and testing
	@scripts/setup.sh test

fmt: ## Format the Rust sources
	@cargo fmt --all

check: ## The quick checks: format and clippy, native and page
	@scripts/check.sh
