"""`kg export`: the graph for other tools."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.console import DEFAULT_STORE, StoreOption, output_file, say


class ExportFormat(StrEnum):
    """The formats of `kg export`."""

    GRAPHML = "graphml"
    NQUADS = "nquads"
    TRIG = "trig"
    TURTLE = "turtle"
    JSONLD = "jsonld"


def export(
    format: Annotated[
        ExportFormat, typer.Option("--format", "-f", help="GraphML for Gephi, or RDF.", show_default=False)
    ],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The file; standard output if none.")] = None,
    view: Annotated[
        str, typer.Option(help="GraphML: speakers-claims-outlets or provenance.")
    ] = "speakers-claims-outlets",
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Write the graph for other tools.

    Example: `kg export --format graphml -o wortlaut.graphml`
    """
    from kg.store import Store

    with Store.open(store) as opened, output_file(output) as out:
        if format is ExportFormat.GRAPHML:
            from kg.exports import graphml

            graphml.write(opened, out, view=view)
        else:
            from kg.exports import rdf

            rdf.write(opened, format.value, out)
    if output:
        say(f"Wrote {output}")
