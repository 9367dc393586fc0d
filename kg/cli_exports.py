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
    NQUADS = "nquads"
    TRIG = "trig"
    NTRIPLES = "ntriples"
    TURTLE = "turtle"
    RDFXML = "rdfxml"
    JSONLD = "jsonld"
    CLAIMS_JSONLD = "claims-jsonld"
    NANOPUBS = "nanopubs"


def export(
    format: Annotated[
        ExportFormat, typer.Option("--format", "-f", help="GraphML for Gephi, or RDF; see below.", show_default=False)
    ],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The file; standard output if none.")] = None,
    view: Annotated[
        str, typer.Option(help="GraphML: speakers-claims-outlets or provenance.")
    ] = "speakers-claims-outlets",
    text_free: Annotated[
        bool, typer.Option("--text-free", help="RDF: offsets and hashes, but no wording; see kg rehydrate.")
    ] = False,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Write the graph for other tools.

    The RDF formats come back with `kg import`; N-Quads, TriG and JSON-LD keep the named graphs. With `--text-free` no
    words of an article are in them, and whoever has the articles fills them in with `kg rehydrate`. `claims-jsonld` has
    each claim as schema.org has it, to put a ClaimReview around; `nanopubs` each utterance as a nanopublication (TriG).

    Example: `kg export --format graphml -o wortlaut.graphml`
    """
    from kg.store import FORMATS, Store

    if text_free and format not in FORMATS:
        raise UsageError(f"--text-free is for {', '.join(FORMATS)}")
    with Store.open(store) as opened, output_file(output) as out:
        if format is ExportFormat.GRAPHML:
            from kg.exports import graphml

            graphml.write(opened, out, view=view)
        elif format is ExportFormat.CLAIMS_JSONLD:
            from kg.exports import claims

            say(counted(claims.write(opened, out), "claim"))
        elif format is ExportFormat.NANOPUBS:
            from kg.exports import nanopubs

            nanopubs.write(opened, out)
        else:
            from kg.exports import rdf

            lost = rdf.write(opened, format.value, out, text_free=text_free)
            if lost:
                say(f"{counted(lost, 'wording')} cannot be filled in again: the texts are not in {store}")
    if output:
        say(f"Wrote {output}")
