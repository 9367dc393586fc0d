"""The examples of the README run as they are printed."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = re.findall(r"^\$ (kg .+)$", README, re.MULTILINE)


@pytest.fixture(scope="module")
def environment(compared_store, tmp_path_factory) -> dict[str, str]:
    """An environment with `kg` on the path, in a folder where `data/` is to be found.

    Its store is one that was filled before, so that what takes long has little left to do.
    """
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(compared_store, folder / "store")
    (folder / "data").symlink_to(ROOT / "data")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "KG_STORE": str(folder / "store"), "PWD": str(folder)}


def test_there_are_examples():
    assert len(COMMANDS) > 10 and COMMANDS[0].startswith("kg ingest")


def test_the_commands_run_in_the_order_in_which_they_are_printed(environment):
    for command in COMMANDS:
        done = subprocess.run(
            command, shell=True, capture_output=True, text=True, env=environment, cwd=environment["PWD"]
        )
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        assert done.stdout or done.stderr, command


def test_the_python_example_runs(environment):
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=environment["PWD"])
    assert done.returncode == 0, done.stderr
    assert "Direct" in done.stdout


def test_every_command_is_named():
    from typer.main import get_command

    from kg.cli import app

    assert all(f"`{name}" in README or f"kg {name}" in README for name in get_command(app).commands)
