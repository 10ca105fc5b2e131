# The README's two commands, and what they need. Everything is set up from nothing but make and Python 3.11 or newer.
HOST ?= 127.0.0.1
PORT ?= 5000
VENV ?= .venv
# The first Python that is new enough; asking it to run also passes over names that lead nowhere.
PYTHON ?= $(shell for each in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$each && break; done)

.PHONY: serve test lock
.DELETE_ON_ERROR:

serve: $(VENV)/.serves
	@exec $(VENV)/bin/kg serve --host $(HOST) --port $(PORT)

test: $(VENV)/.tests
	$(VENV)/bin/python -m pytest -n auto --maxprocesses 8 --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

$(VENV)/.python:
	@test -n "$(PYTHON)" || \
		{ echo 'City Ties needs Python 3.11 or newer; make PYTHON=/path/to/python3.11 names one.' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/.serves: $(VENV)/.python requirements.lock pyproject.toml
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.tests: $(VENV)/.serves requirements-dev.lock
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

# Only to renew the locked dependencies: needs uv. The validator's are among those of the service.
COMPILE = uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
	--no-emit-package city-ties --custom-compile-command 'make lock'
lock:
	$(COMPILE) --group build --extra serve pyproject.toml -o requirements.lock
	$(COMPILE) --group build -c requirements.lock pyproject.toml -o requirements-validate.lock
	$(COMPILE) --group dev --extra serve --extra mcp --extra sign -c requirements.lock pyproject.toml -o requirements-dev.lock
