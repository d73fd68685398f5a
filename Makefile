# Two commands are all that a fresh machine needs: `make run` and `make test`.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?= 8501
PLAN   ?=
NEO4J_LATEST ?= 2026.08.1
SAMPLE := samples/heyuan-2021-digest.txt

.DEFAULT_GOAL := help
.PHONY: help setup run test test-quick test-neo4j-latest test-needs lint docs site bench soak bundle neo4j clean

help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## /  make \1\t/' | expand -t 24

setup: $(VENV)/.ready ## make the virtual environment with zhize in it

$(VENV)/.ready: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "zhize needs Python 3.11 or later: set PYTHON=python3.11" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@# also where PYTHONDONTWRITEBYTECODE is set, a command must not compile the project anew each time it starts
	$(BIN)/python -m compileall -q app.py zhize.py commands explorer exports graph loaders queries
	@touch $@

$(VENV)/.ready-dev: requirements-dev.txt $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

run: setup ## load the sample (or PLAN=path) and serve the explorer on http://localhost:8501
ifeq ($(PLAN),)
	$(BIN)/zhize load --if-empty $(SAMPLE)
else
	$(BIN)/zhize load "$(PLAN)"
endif
	$(BIN)/zhize serve --port $(PORT)

test-needs: $(VENV)/.ready-dev
	@scripts/test-needs

test: test-needs ## install what the tests need, then run all of them
	$(BIN)/python -m pytest -n 2 -m "not server and not browser and not soak"
	@# the browser's tests wait most of their time, and so do the server's: side by side they take little longer than alone
	@mkdir -p .cache; \
	$(BIN)/python -m pytest -m "server and not browser and not soak" >.cache/server-tests.log 2>&1 & server=$$!; trap "kill $$server" INT TERM; \
	$(BIN)/python -m pytest -n 2 -m "browser and not soak"; browser=$$?; \
	wait $$server; code=$$?; cat .cache/server-tests.log; exit $$((browser ? browser : code))

test-quick: $(VENV)/.ready-dev ## the tests that need neither a server nor a browser
	$(BIN)/python -m pytest -n 2 -m "not server and not browser and not soak"

test-neo4j-latest: $(VENV)/.ready-dev ## the server's tests on the newest Neo4j (needs Java 25, Maven)
	@ZHIZE_NEO4J_VERSION=$(NEO4J_LATEST) scripts/neo4j java >/dev/null
	@ZHIZE_NEO4J_VERSION=$(NEO4J_LATEST) scripts/neo4j fetch >/dev/null
	env -u ZHIZE_NEO4J_URL -u ZHIZE_NO_SERVER ZHIZE_NEO4J_VERSION=$(NEO4J_LATEST) $(BIN)/python -m pytest tests/server -m "not soak"

lint: $(VENV)/.ready-dev ## ruff, mypy, import contracts, licences, known vulnerabilities
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/licences.py
	$(BIN)/python scripts/vulnerabilities.py

docs: $(VENV)/.ready-dev ## write the generated pages of docs/ and cypher/schema/
	$(BIN)/python scripts/generate.py

site: docs ## the documents as a site in build/site, for an intranet's own server
	$(BIN)/python -m mkdocs build --strict --quiet
	@echo "build/site/index.html"

bench: $(VENV)/.ready-dev ## measure, and print one table
	$(BIN)/python -m benchmarks

soak: test-needs ## the long forms of the reliability tests
	ZHIZE_RANDOM=1 $(BIN)/python -m pytest -m soak

bundle: $(VENV)/.ready-dev ## a wheel and a wheelhouse for a machine without the Internet, in dist/
	$(BIN)/python scripts/bundle.py

neo4j: ## fetch and start the test server; `scripts/neo4j stop` ends it
	@scripts/neo4j start

clean: ## remove what the other targets made (never data/)
	rm -rf $(VENV) .cache build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
