"""The commands as a user runs them, each to its end: in this process, for starting one takes longer than most of them.

A process of its own (`process`) shows that nothing depends on that, where a signal or the working of several matters.
"""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kg.cli import main

SETTINGS = {"NO_COLOR": "1", "SOURCE_DATE_EPOCH": "1730000000"}
COMMAND = (sys.executable, "-c", "from kg.cli import main; main()")


@dataclass(frozen=True)
class Done:
    """A command that has ended: its exit code and what it wrote."""

    returncode: int
    stdout: bytes
    stderr: bytes

    @property
    def out(self) -> str:
        return self.stdout.decode()

    @property
    def err(self) -> str:
        return self.stderr.decode()


def kg(*args: object, stdin: str | bytes | None = None, cwd: Path | None = None, **env: str) -> Done:
    """The command run in this process."""
    given = io.TextIOWrapper(io.BufferedReader(io.BytesIO(_bytes(stdin))), "utf-8")
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="", write_through=True) for _ in range(2))
    with ExitStack() as after, pytest.MonkeyPatch.context() as patch, pytest.raises(SystemExit) as end:
        after.callback(signal.signal, signal.SIGPIPE, signal.getsignal(signal.SIGPIPE))
        for name, value in {"stdin": given, "stdout": out, "stderr": err, "argv": ["kg", *map(str, args)]}.items():
            patch.setattr(sys, name, value)
        for name, value in {**SETTINGS, **env}.items():
            patch.setenv(name, value)
        if cwd:
            patch.chdir(cwd)
        main()
    return _sound(Done(int(end.value.code or 0), out.buffer.getvalue(), err.buffer.getvalue()))


def process(*args: object, timeout: int = 300, **env: str) -> Done:
    """The command run in a process of its own."""
    command = [*COMMAND, *map(str, args)]
    done = subprocess.run(command, capture_output=True, env=os.environ | SETTINGS | env, timeout=timeout)
    return _sound(Done(done.returncode, done.stdout, done.stderr))


def lines(done: Done) -> list[dict[str, Any]]:
    """The rows that a command wrote as JSON lines."""
    return [json.loads(line) for line in done.out.splitlines()]


def _bytes(text: str | bytes | None) -> bytes:
    return text.encode() if isinstance(text, str) else text or b""


def _sound(done: Done) -> Done:
    assert "Traceback" not in done.err, done.err
    return done
