"""`kg import` and `kg rehydrate`: graphs that were written come back, with or without their wording; fact-checks."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.console import DEFAULT_STORE, StoreOption, counted, local, output_file, say
from kg.errors import EXIT_INPUT, InputError, UsageError

if TYPE_CHECKING:
    from kg.imports.graphs import Taken
    from kg.imports.rehydrate import Rehydration


class ImportFormat(StrEnum):
    """The formats of `kg import`."""

    NQUADS = "nquads"
    TRIG = "trig"
    NTRIPLES = "ntriples"
    TURTLE = "turtle"
    RDFXML = "rdfxml"
    JSONLD = "jsonld"
    CLAIMREVIEW = "claimreview"


ImportFormatOption = Annotated[
    ImportFormat | None, typer.Option("--format", "-f", help="The format, where the file's name does not tell it.")
]

SHOWN = 3
"""Missing texts of which the hash is told; further ones are counted. Set by hand."""


def import_files(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE…", help="RDF or ClaimReview, also .gz; - is standard input.", show_default=False),
    ],
    texts: Annotated[
        list[str] | None, typer.Option(help="Article files, a folder of them, or a store: where the texts are.")
    ] = None,
    format: ImportFormatOption = None,
    graph: Annotated[
        str | None, typer.Option(help="The graph for statements that stand in none: by default one for each file.")
    ] = None,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Take graphs that `kg export` wrote, or fact-checks (schema.org ClaimReview), into the store.

    Each named graph takes the place of the one that is there, or, if it tells of many things, is joined to it; the same
    file twice changes nothing. The texts of the articles are not in the files: `--texts` says where they are, and fills
    in what was withheld. A fact-check is tied to the claims that it names by IRI, by the address where they appeared,
    or by their wording: see `kg query --name fact-checks`.

    Example: `kg import wortlaut.nq.gz faktenchecks.jsonl --texts artikel/`
    """
    from kg.imports import factchecks, formats, graphs, originals
    from kg.imports.rehydrate import Rehydration
    from kg.store import Store, staged
    from kg.vocab import import_graph

    bad: list[InputError] = []
    with originals.at_hand(texts or [], lambda error: _note(error, bad)) as at_hand, Store.create(store) as opened:
        articles = originals.together([originals.of_store(opened), at_hand])
        filling = Rehydration(articles)
        reviews: dict[str, list[str]] = {}
        for file in files:
            try:
                kind = format.value if format else formats.format_of(file)
                if kind == formats.REVIEWS:
                    reviews[file] = factchecks.take(opened, file, lambda error: _note(error, bad))
                    continue
                into = graph or import_graph(Path(file).name)
                with formats.opened(file) as source, staged(source, kind, shown=file, graph=into) as came:
                    say(f"{file}: {_told(graphs.take(opened, came, filling, articles, shown=file))}")
            except InputError as error:
                _note(error, bad)
        graphs.settle(opened)
        for file, taken in reviews.items():
            matched = factchecks.matched(opened, taken)
            say(f"{file}: {counted(len(taken), 'fact-check')}, {matched} of them about claims in {store}")
    if filling.left:
        say(f"{_lacking(filling)}; kg import with --texts fills them in")
    if bad:
        raise typer.Exit(EXIT_INPUT)


def rehydrate(
    file: Annotated[str, typer.Argument(help="What kg export --text-free wrote, also .gz.", show_default=False)],
    texts: Annotated[list[str], typer.Argument(help="Article files, folders of them, or stores.", show_default=False)],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The file; standard output if none.")] = None,
    store: Annotated[
        Path | None,
        typer.Option("--store", "-s", help="Take it into this store instead of writing a file.", callback=local),
    ] = None,
    format: ImportFormatOption = None,
) -> None:
    """Fill in the wording of a graph that was written without it, from texts that you have.

    A text is known by its hash, whatever its file is called; articles are read as `kg ingest` reads them. Where a text
    is missing, the rest is filled in, the missing ones are told, and the exit code is 3.

    Example: `kg rehydrate wortlaut.textfrei.nq artikel/ -o wortlaut.nq`
    """
    from kg.exports.rdf import in_order, write_quads
    from kg.imports import formats, originals
    from kg.imports.rehydrate import Rehydration
    from kg.store import staged
    from kg.vocab import import_graph

    kind = format.value if format else formats.format_of(file)
    if kind == formats.REVIEWS:
        raise UsageError(f"{file} holds no graph that kg export wrote")
    if store:
        if output:
            raise UsageError("give a file or a store, not both")
        return import_files([file], texts, format, None, store)
    bad: list[InputError] = []
    with (
        originals.at_hand(texts, lambda error: _note(error, bad)) as articles,
        formats.opened(file) as source,
        staged(source, kind, shown=file, graph=import_graph(Path(file).name)) as came,
    ):
        filling = Rehydration(articles)
        filling.check(came, shown=file)
        whole = kind in ("nquads", "trig", "jsonld")
        filled = (filling.quads(came.quads(name)) for name in sorted(came.graphs()))
        with output_file(output) as out:
            write_quads((quad for graph in filled for quad in (in_order(graph) if whole else graph)), kind, out)
    say(f"{counted(filling.restored, 'wording')} filled in" + (f"; {_lacking(filling)}" if filling.left else ""))
    if bad or filling.left:
        raise typer.Exit(EXIT_INPUT)


def _note(error: InputError, bad: list[InputError]) -> None:
    bad.append(error)
    say(str(error))


def _told(taken: Taken) -> str:
    counts = {
        counted(taken.new, "new article"): taken.new,
        f"{taken.changed} changed": taken.changed,
        f"{taken.same} unchanged": taken.same,
        f"{len(taken.retracted)} retracted before, left out": len(taken.retracted),
        counted(taken.others, "other graph"): taken.others,
        counted(taken.texts, "text"): taken.texts,
    }
    return ", ".join(told for told, count in counts.items() if count) or "nothing new"


def _lacking(filling: Rehydration) -> str:
    listed = sorted(filling.missing)
    more = f" and {len(listed) - SHOWN} more" if len(listed) > SHOWN else ""
    lacking = counted(filling.left, "wording")
    return f"{lacking} still withheld, for {counted(len(listed), 'text')} missing: {', '.join(listed[:SHOWN])}{more}"
