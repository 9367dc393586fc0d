PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
STORE  := demo/store

.PHONY: demo test test-train lint clean

demo: $(VENV)/.installed
	rm -rf demo
	$(BIN)/kg ingest data/corpus/articles --store $(STORE)
	$(BIN)/kg stats --store $(STORE) --format table
	$(BIN)/kg who "Jochen Brandt" --store $(STORE) --format table
	$(BIN)/kg compare --all --store $(STORE) --format table
	$(BIN)/kg check --store $(STORE) --format table
	$(BIN)/kg export --store $(STORE) --format graphml -o demo/wortlaut.graphml
	@echo "Open demo/wortlaut.graphml in Gephi, ask on: $(BIN)/kg query --list --store $(STORE), or look: $(BIN)/kg serve --store $(STORE)"

test: $(VENV)/.tested lint
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

test-train: $(VENV)/.trained
	$(BIN)/python -m pytest tests/train kg/train --numprocesses 2 --dist loadfile

lint: $(VENV)/.tested
	$(BIN)/ruff format --check kg tests notebooks
	$(BIN)/ruff check kg tests notebooks
	$(BIN)/mypy

clean:
	rm -rf $(VENV) demo build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --editable ".[pdf]"
	touch $@

$(VENV)/.tested: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --editable ".[pdf,test]"
	touch $@

$(VENV)/.trained: pyproject.toml | $(VENV)/.tested
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check torch==2.13.0
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --editable ".[pdf,test,train]"
	touch $@
