"""`kg export`: the graph for other tools."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.console import DEFAULT_STORE, StoreOption, counted, output_file, progress, say
from kg.errors import UsageError


class ExportFormat(StrEnum):
    """The formats of `kg export`."""

    GRAPHML = "graphml"
    NQUADS = "nquads"
    TRIG = "trig"
    TURTLE = "turtle"
    JSONLD = "jsonld"
    CSV = "csv"
    PARQUET = "parquet"
    FTM = "ftm"


def export(
    format: Annotated[
        ExportFormat,
        typer.Option("--format", "-f", help="GraphML for Gephi, RDF, tables, FollowTheMoney.", show_default=False),
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The file, or for csv and parquet the folder; standard output if none."),
    ] = None,
    view: Annotated[
        str, typer.Option(help="GraphML: speakers-claims-outlets or provenance.")
    ] = "speakers-claims-outlets",
    table: Annotated[
        str | None, typer.Option(help="csv, parquet: this table alone; utterances, speakers, claims …")
    ] = None,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Write the graph for other tools.

    With csv or parquet, a folder gets one file a table, and a `datapackage.json` that says what every column means.

    Example: `kg export --format graphml -o wortlaut.graphml`, `kg export --format csv -o tabellen`,
    `kg export --format csv --table claims`
    """
    from kg.store import Store

    if table is not None and format not in _TABLES:
        raise UsageError("--table goes with --format csv or parquet")
    if format in _TABLES and table is None:
        _folder(store, format, output)
        return
    with Store.open(store) as opened, output_file(output) as out:
        if format is ExportFormat.GRAPHML:
            from kg.exports import graphml

            graphml.write(opened, out, view=view)
        elif format is ExportFormat.FTM:
            from kg.exports import ftm

            ftm.write(opened, out)
        elif table is not None:
            from kg.exports.tables import files
            from kg.exports.tables import table as chosen

            files.writer(format)(chosen(opened, table), out)
        else:
            from kg.exports import rdf

            rdf.write(opened, format.value, out)
    if output:
        say(f"Wrote {output}")


_TABLES = (ExportFormat.CSV, ExportFormat.PARQUET)


def _folder(store: Path, format: ExportFormat, folder: Path | None) -> None:
    from kg.exports.tables import TABLES, files
    from kg.store import Store

    if folder is None:
        raise UsageError(f"say where: --output FOLDER, or --table NAME for one of {', '.join(TABLES)}")
    with Store.open(store) as opened, progress(len(TABLES), "Writing") as step:
        written = files.write(opened, folder, format.value, lambda name: step())
    say(f"Wrote {counted(len(written), 'file')} to {folder}")
