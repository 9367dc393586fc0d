"""The built wheel, installed into an empty environment, works from another folder: everything it needs is in it."""

import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PIP = ["-m", "pip", "--disable-pip-version-check", "--quiet"]


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The `kg` command of a fresh environment that holds nothing but the wheel and what it asks for."""
    folder = tmp_path_factory.mktemp("wheel")
    run([sys.executable, *PIP, "wheel", "--no-deps", "--wheel-dir", folder, ROOT])
    (wheel,) = folder.glob("wortlaut-*.whl")
    venv.create(folder / "env", with_pip=True)
    run([folder / "env" / "bin" / "python", *PIP, "install", "--no-compile", wheel])
    return folder / "env" / "bin" / "kg"


def run(command, **more) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **more)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_brings_schemas_and_queries_and_does_the_main_job(installed, tmp_path):
    (tmp_path / "meldung.txt").write_text("„Das Wehr hält“, sagte Deichgräfin Änne Kühlbrodt am Montag.", "utf-8")
    run([installed, "ingest", "meldung.txt"], cwd=tmp_path)
    assert "Änne Kühlbrodt" in run([installed, "who", "Kühlbrodt"], cwd=tmp_path)
    assert "who-said-what" in run([installed, "query", "--list"], cwd=tmp_path)
    run([installed, "validate"], cwd=tmp_path)
    run([installed, "verify"], cwd=tmp_path)


def test_the_wheel_brings_names_to_spacy(installed, tmp_path):
    code = "import spacy; nlp = spacy.blank('de'); nlp.add_pipe('kg_entities'); print(nlp('Er fuhr nach Berlin.').ents)"
    assert "Berlin" in run([installed.with_name("python"), "-c", code], cwd=tmp_path)


def test_the_wheel_brings_all_files_of_the_page(installed):
    (there,) = installed.parents[1].glob("lib/python*/site-packages/kg/web/static")
    ours = ROOT / "kg" / "web" / "static"
    assert {path.relative_to(there) for path in there.rglob("*")} == {
        path.relative_to(ours) for path in ours.rglob("*")
    }
