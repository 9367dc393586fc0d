"""The house has one direction: a room imports only what stands above it."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "kg"

COMMANDS = ("checks", "compare", "exports", "identities", "import", "model", "serve")

ORDER = [
    *("errors", "machine", "records", "vocab", "resources"),
    *("corpus", "extract", "resolve", "claims"),
    *("rdf", "store", "identify", "compare", "relations", "claimed", "factchecked", "validate", "network", "checks"),
    *("ask", "exports", "imports", "ingest", "evaluate", "api", "train", "render", "web", "console"),
    *(f"cli_{name}" for name in COMMANDS),
    "cli",
]
WORKSHOPS = {"corpus", "extract", "resolve", "claims"}
WORKSHOPS_MAY_KNOW = {"errors", "machine", "records", "vocab", "resources"}
SOLE_IMPORTERS = {
    "spacy": {"extract"},
    "onnxruntime": {"extract"},
    "pyoxigraph": {"store"},
    "starlette": {"web"},
    "uvicorn": {"web"},
    "typer": {"console", "cli", *(f"cli_{name}" for name in COMMANDS)},
}
HEAVY = [
    "spacy",
    "onnxruntime",
    "pyoxigraph",
    "rdflib",
    "networkx",
    "trafilatura",
    "numpy",
    "pyshacl",
    "rapidfuzz",
    "rich",
    "HanTa",
    "snowballstemmer",
    "pyarrow",
    "pandas",
    "polars",
    "starlette",
    "uvicorn",
]

SELDOM_READING = ("compare", "relations", "imports.graphs", "ingest", "checks")
"""What most commands import, few of which read an article."""


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Every module that the file imports, at the top or anywhere below, as dotted names."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def rooms_imported(path: Path) -> set[str]:
    return {name.split(".")[1] for name in imports(path) if name.startswith("kg.")} & set(ORDER)


FILES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_imports_only_what_stands_above_it(path):
    here = room(path)
    assert here in ORDER, f"{here} has no place in the order"
    allowed = set(ORDER[: ORDER.index(here) + 1])
    if here in WORKSHOPS:
        allowed = WORKSHOPS_MAY_KNOW | {here}
    assert rooms_imported(path) <= allowed


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_backend_has_one_importer(path):
    for library, rooms in SOLE_IMPORTERS.items():
        if room(path) not in rooms:
            assert not any(name.split(".")[0] == library for name in imports(path)), f"{library} belongs to {rooms}"


@pytest.mark.parametrize(
    ("module", "heavy"), [("kg", HEAVY), ("kg.cli", HEAVY), *((f"kg.{name}", ["spacy"]) for name in SELDOM_READING)]
)
def test_importing_it_loads_nothing_heavy(module, heavy):
    code = f"import sys, {module}; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
