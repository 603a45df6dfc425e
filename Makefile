# Everything a clean clone needs: `make run` starts the program, `make test` checks it. Both set the machine up first.
# PYTHON=python3.13 chooses the interpreter; ARGS="--replay FILE" is given to the program.

export PYTHON
python := .venv/bin/python
# Works without a screen, and opens no window where there is one.
offscreen := QT_QPA_PLATFORM=offscreen

.PHONY: setup run test lint bench package clean lock

setup:
	@sh resources/packaging/setup.sh

run: setup
	@$(python) main.py $(ARGS)

lint: setup
	$(python) -m ruff check
	$(python) -m ruff format --check
	$(python) -m mypy
	.venv/bin/lint-imports

# The first leg shows that models and feeds stand without Qt: it cannot be imported there. The second is all the rest.
test: lint
	OPTAPE_NO_QT=1 $(python) -m pytest -n 3 -p no:pytest-qt tests/models tests/feeds --ignore=tests/models/qt
	$(offscreen) $(python) -m pytest -n 3 --ignore=tests/feeds --ignore-glob='tests/models/test_*.py' --ignore=tests/models/chart --ignore=tests/models/filtering --ignore=tests/models/history

bench: setup
	$(offscreen) $(python) -m tests.bench

package:
	@sh resources/packaging/setup.sh package
	$(python) -m PyInstaller --noconfirm --clean resources/packaging/optape.spec

# Leaves .venv: set-up makes it again when requirements.lock or the interpreter changes.
clean:
	rm -rf build dist bench.json htmlcov .coverage* .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -path ./.venv -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

# Remakes requirements.lock from pyproject.toml, for every supported Python and system; needs uv.
lock:
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
		--python-version 3.11 --group dev pyproject.toml -o requirements.lock
