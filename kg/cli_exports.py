"""`kg export`: the graph for other tools."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.console import DEFAULT_STORE, StoreOption, counted, output_file, progress, say
from kg.errors import UsageError
from kg.exports import GRAPHS, LOST, TABULAR, write

if TYPE_CHECKING:
    from kg.exports.views import Selection


class ExportFormat(StrEnum):
    """The formats of `kg export`."""

    GRAPHML = "graphml"
    GEXF = "gexf"
    NQUADS = "nquads"
    TRIG = "trig"
    NTRIPLES = "ntriples"
    TURTLE = "turtle"
    RDFXML = "rdfxml"
    JSONLD = "jsonld"
    CLAIMS_JSONLD = "claims-jsonld"
    NANOPUBS = "nanopubs"
    CSV = "csv"
    PARQUET = "parquet"
    FTM = "ftm"


def export(
    format: Annotated[
        ExportFormat,
        typer.Option(
            "--format",
            "-f",
            help="graphml or gexf for Gephi and networkx; RDF; tables; FollowTheMoney.",
            show_default=False,
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The file, or for csv and parquet the folder; standard output if none."),
    ] = None,
    view: Annotated[
        str | None,
        typer.Option(help="speakers-claims-outlets (default), speakers, sourcing, claims or provenance."),
    ] = None,
    layout: Annotated[
        str | None, typer.Option(help="Places for the nodes: spring, forceatlas2, or, for thousands of them, igraph.")
    ] = None,
    about: Annotated[str | None, typer.Option(help="Only claims with this word in a wording.")] = None,
    first: Annotated[
        str | None, typer.Option("--from", help="Only what was printed since this day, 2024-09-01 or 1.9.2024.")
    ] = None,
    last: Annotated[str | None, typer.Option("--to", help="Only what was printed up to this day.")] = None,
    min_weight: Annotated[
        float | None, typer.Option(help="Only edges with this weight or more, and what they tie.")
    ] = None,
    as_of: Annotated[str | None, typer.Option(help="Only what the store had learned by this day.")] = None,
    table: Annotated[str | None, typer.Option(help="csv, parquet: this table alone, to a file.")] = None,
    text_free: Annotated[
        bool, typer.Option("--text-free", help="RDF: offsets and hashes, but no wording; see kg rehydrate.")
    ] = False,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Write the graph for other tools.

    GEXF has the days for Gephi's timeline and keeps edges of different kinds between the same two nodes apart; GraphML
    sums them. Nodes and edges have label, kind, weight and colour. `speakers` draws who agrees with whom and who
    contradicts whom, `sourcing` who cites whom, `claims` what repeats, contradicts, denies or updates what, and
    `provenance` all there is.

    RDF is always the whole store. It comes back with `kg import`; N-Quads, TriG and JSON-LD keep the named graphs. With
    `--text-free` no words of an article are in it, and whoever has the articles fills them in with `kg rehydrate`.
    `claims-jsonld` has each claim as schema.org has it, to put a ClaimReview around; `nanopubs` each utterance as a
    nanopublication (TriG). csv and parquet write a folder with a file a table and a `datapackage.json` that says what
    every column means, or one table; `ftm` writes entities of FollowTheMoney as JSON lines.

    Example: `kg export -f gexf --view speakers --from 2024-09-01 --layout spring -o redner.gexf`,
    `kg export -f csv -o tabellen`
    """
    from kg.store import FORMATS, Store

    options: dict[str, object] = {"view": view, "layout": layout, "about": about, "from": first, "to": last}
    options |= {"min-weight": min_weight, "as-of": as_of}
    drawn = [f"--{name}" for name, value in options.items() if value is not None]
    if drawn and format not in GRAPHS:
        raise UsageError(f"{', '.join(drawn)}: only for --format {' or '.join(GRAPHS)}; {format} is the whole store")
    if text_free and format not in FORMATS:
        raise UsageError(f"--text-free is for {', '.join(FORMATS)}")
    if table is not None and format not in TABULAR:
        raise UsageError(f"--table: only for --format {' or '.join(TABULAR)}")
    if format in TABULAR and table is None:
        _tables(store, format, output)
        return
    selection = _selection(about, first, last, min_weight, as_of) if format in GRAPHS else None
    with Store.open(store) as opened, output_file(output) as out:
        chosen = {"view": view, "layout": layout, "table": table}
        counts = write(opened, out, format.value, selection=selection, text_free=text_free, **chosen)
    if lost := counts.get(LOST):
        say(f"{counted(lost, 'wording')} cannot be filled in again: their texts are not in the store")
    if output:
        size = ", ".join(counted(count, thing) for thing, count in counts.items() if thing != LOST)
        say(f"Wrote {output}: {size}" if size else f"Wrote {output}")


def _selection(
    about: str | None, first: str | None, last: str | None, least: float | None, as_of: str | None
) -> Selection:
    from kg.corpus import given_date
    from kg.exports.views import Selection

    since, until, learned = (given_date(day) if day else None for day in (first, last, as_of))
    return Selection(about, since, until, least or 0, learned)


def _tables(store: Path, format: ExportFormat, folder: Path | None) -> None:
    from kg.exports.tables import TABLES, files
    from kg.store import Store

    if folder is None:
        raise UsageError(f"say where: --output FOLDER, or --table NAME for one of {', '.join(TABLES)}")
    with Store.open(store) as opened, progress(len(TABLES), "Writing") as step:
        written = files.write(opened, folder, format.value, lambda name: step())
    say(f"Wrote {counted(len(written), 'file')} to {folder}")
