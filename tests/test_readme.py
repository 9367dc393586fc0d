"""The examples of the README run as they are printed."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from commandline import kg

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = re.findall(r"^\$ (kg .+)$", README, re.MULTILINE)


@pytest.fixture(scope="module")
def folder(compared_store, compared_articles, tmp_path_factory) -> Path:
    """A folder with a part of the corpus, and its store, filled before: what takes long has little left to do."""
    found = tmp_path_factory.mktemp("readme")
    shutil.copytree(compared_store, found / "store")
    (found / "data" / "corpus" / "articles").mkdir(parents=True)
    for path in compared_articles:
        shutil.copy(path, found / path.relative_to(ROOT))
    return found


def test_there_are_examples():
    assert len(COMMANDS) > 10 and COMMANDS[0].startswith("kg ingest")


def test_the_commands_run_in_the_order_in_which_they_are_printed(folder):
    for command in COMMANDS:
        done = kg(*shlex.split(command)[1:], cwd=folder, KG_STORE=str(folder / "store"))
        assert done.returncode == 0, f"{command}\n{done.err}"
        assert done.stdout or done.stderr, command


def test_the_python_example_runs(folder):
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "Direct" in done.stdout


def test_every_command_is_named():
    from typer.main import get_command

    from kg.cli import app

    assert all(f"`{name}" in README or f"kg {name}" in README for name in get_command(app).commands)
