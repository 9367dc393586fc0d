"""How long `kg --help` takes beside a bare Typer app with as many commands. Run by hand:

python tests/benchmarks/cli.py
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROUNDS = 15

BARE = """import typer
app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")
{commands}
app()
"""
COMMAND = """
@app.command()
def c{number}(path: str, store: str = typer.Option("kg-store", help="The store's folder.")) -> None:
    \"\"\"One line on what the command does.\"\"\"
"""


def main() -> None:
    """Prints both medians and their ratio; the two take turns, so that noise hits both."""
    from typer.main import get_command

    from kg.cli import app

    count = len(get_command(app).commands)  # type: ignore[attr-defined]
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE.format(commands="".join(COMMAND.format(number=n) for n in range(count))))
        kg = [sys.executable, "-c", "from kg.cli import main; main()", "--help"]
        pairs = [(timed(kg), timed([sys.executable, str(bare), "--help"])) for _ in range(ROUNDS)]
    ours, theirs = (median(column) for column in zip(*pairs, strict=True))
    print(f"kg --help {ours:.3f} s · bare Typer with {count} commands {theirs:.3f} s · ratio {ours / theirs:.2f}")


def timed(command: list[str]) -> float:
    """Seconds that the command takes."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
