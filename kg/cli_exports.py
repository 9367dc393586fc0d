"""`kg export`: the graph for other tools."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.console import DEFAULT_STORE, StoreOption, counted, output_file, say
from kg.errors import UsageError


class ExportFormat(StrEnum):
    """The formats of `kg export`."""

    GRAPHML = "graphml"
    GEXF = "gexf"
    NQUADS = "nquads"
    TRIG = "trig"
    TURTLE = "turtle"
    JSONLD = "jsonld"


GRAPHS = (ExportFormat.GRAPHML, ExportFormat.GEXF)
"""The formats that draw a view; the others write all there is."""


def export(
    format: Annotated[
        ExportFormat,
        typer.Option("--format", "-f", help="graphml or gexf for Gephi and networkx, or RDF.", show_default=False),
    ],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The file; standard output if none.")] = None,
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
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Write the graph for other tools.

    GEXF has the days for Gephi's timeline and keeps edges of different kinds between the same two nodes apart; GraphML
    sums them. Nodes and edges have label, kind, weight and colour. `speakers` draws who agrees with whom and who
    contradicts whom, `sourcing` who cites whom, `claims` what repeats, contradicts, denies or updates what, and
    `provenance` all there is. RDF is always the whole store.

    Example: `kg export -f gexf --view speakers --from 2024-09-01 --layout spring -o redner.gexf`
    """
    from kg.store import Store

    options: dict[str, object] = {"view": view, "layout": layout, "about": about, "from": first, "to": last}
    options |= {"min-weight": min_weight, "as-of": as_of}
    given = [f"--{name}" for name, value in options.items() if value is not None]
    if given and format not in GRAPHS:
        raise UsageError(f"{', '.join(given)}: only for --format {' or '.join(GRAPHS)}; {format} is the whole store")
    with Store.open(store) as opened, output_file(output) as out:
        if format in GRAPHS:
            from kg.corpus import given_date
            from kg.exports.views import DEFAULT, Selection, write

            since, until, learned = (given_date(day) if day else None for day in (first, last, as_of))
            selection = Selection(about, since, until, min_weight or 0, learned)
            nodes, edges = write(opened, out, format.value, view or DEFAULT, selection, layout)
            size = f": {counted(nodes, 'node')}, {counted(edges, 'edge')}"
        else:
            from kg.exports import rdf

            rdf.write(opened, format.value, out)
            size = ""
    if output:
        say(f"Wrote {output}{size}")
