# Aliases; `make help` lists them. Everything is `./ssc` or a tool in .venv.
.DEFAULT_GOAL := help
.PHONY: help demo up test test-long reset doctor lint format types imports openapi failpoints fuzz wheel bench ci

BIN := .venv/bin

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

demo: ## the story, in two commands' time
	./ssc demo

up: ## run the simulator until Ctrl-C
	./ssc up

test: ## the test suite
	./ssc test

test-long: ## the long versions of property, kill and fuzz tests too
	./ssc test --long

reset: ## delete the data folder's content
	./ssc reset

doctor: ## what this machine has, and what is missing
	./ssc doctor

lint: ## ruff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: ## let ruff put it right
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: ## mypy
	$(BIN)/mypy

imports: ## who may import whom
	$(BIN)/lint-imports

openapi: ## write docs/openapi anew
	$(BIN)/python -m gateway.openapi write

failpoints: ## write docs/failpoints.md anew
	$(BIN)/python -m sscsim.failpoints

fuzz: ## schemathesis on every operation
	$(BIN)/python -m tests.contract.fuzz

wheel: ## build the wheel into dist/
	$(BIN)/python -m build --wheel

bench: ## the benchmarks, each against its limit
	$(BIN)/python -m benchmarks

ci: ## what CI runs
	bash .ci/run
