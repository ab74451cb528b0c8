# make run: set up and run the sample newsroom. make test: set up and pass the suite.
# Needs Python 3.11+ and make; everything else goes into .venv.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check

.PHONY: run test check gate bench messages lock clean

run: .venv/run.stamp
	$(BIN)/python -m sample

test: check
	$(BIN)/python -m pytest -q -n 3 --dist loadfile

check: .venv/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

gate: .venv/dev.stamp
	$(BIN)/python -m bench.gate

bench: .venv/dev.stamp
	$(BIN)/python -m bench

.venv/run.stamp: requirements/run.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(PIP) --require-hashes -r requirements/run.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.stamp: requirements/dev.lock .venv/run.stamp
	$(PIP) --require-hashes -r requirements/dev.lock
	@touch $@

messages: .venv/dev.stamp
	@mkdir -p build
	$(BIN)/pybabel -q extract -F babel.cfg -k N_ -k say -k count:1,2 -c Translators: --add-location file --no-wrap --sort-by-file --omit-header -o build/messages.pot src/newsloom
	for code in es de; do $(BIN)/pybabel -q update -i build/messages.pot -o src/newsloom/data/messages/$$code.po -l $$code --no-fuzzy-matching --ignore-obsolete --no-wrap --ignore-pot-creation-date || exit 1; done

lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --extra embed pyproject.toml requirements/build.in -o requirements/run.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --extra dev --constraint requirements/run.lock pyproject.toml -o requirements/dev.lock

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis sample-room
