# `make run` and `make test` are all that a fresh machine needs (Python >= 3.11 and make).
# The first of these that runs and is new enough (a version manager's shim may stand on PATH and not run).
NEW_ENOUGH = import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do $$p -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run test soak check format lock browser clean

run: .venv/run.stamp
	@exec $(BIN)/python -m bot run

test: .venv/dev.stamp browser
	$(BIN)/python -m pytest

# The proofs at full length; what they take stands in docs/reliability.md.
soak: .venv/dev.stamp
	$(BIN)/python -m tests.proof.matrix
	$(BIN)/python -m tests.proof.forgery --count 1000000
	$(BIN)/python -m tests.proof.hostile --count 200000
	$(BIN)/python -m tests.proof.machine --steps 200000
	$(BIN)/python -m tests.proof.broadcast --people 5000
	$(BIN)/python -m tests.proof.crash --cycles 10000 --least 50

check: .venv/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.docs_check

format: .venv/dev.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The locks name versions and hashes, and no address.
LOCK = $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make lock" --quiet pyproject.toml
lock: .venv/dev.stamp
	$(LOCK) --extra dev --output-file requirements-dev.lock $(UPGRADE)
	$(LOCK) --extra fast --constraint requirements-dev.lock --output-file requirements.lock $(UPGRADE)

# The page's tests need a browser and Chinese fonts.
browser:
	@command -v chromium chromium-browser google-chrome >/dev/null 2>&1 || [ "$$(uname)" != Linux ] || ! command -v apt-get >/dev/null \
		|| [ "$$(id -u)" != 0 ] || (apt-get update -qq && apt-get install -y -qq chromium fonts-noto-cjk)

.venv/bin/python:
	@[ -n "$(PYTHON)" ] || { echo 'Python 3.11 or newer is needed.'; exit 1; }
	$(PYTHON) -m venv .venv

.venv/run.stamp: requirements.lock pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	@touch $@

.venv/dev.stamp: requirements-dev.lock pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@ .venv/run.stamp

clean:
	rm -rf .venv build *.egg-info .mypy_cache .pytest_cache .ruff_cache
