"""The graph in the formats of the tools that people use: one file a format."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, BinaryIO

from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.exports.views import Selection
    from kg.store import Reader

GRAPHS = ("graphml", "gexf")
"""The formats that draw a view; the others write all there is."""
TABULAR = ("csv", "parquet")
"""The formats that hold one table a file."""
_OWN = ("ftm", "claims-jsonld", "nanopubs")
LOST = "lost wording"
"""What is counted of an RDF without wording that cannot be filled in again."""


def write(
    store: Reader,
    out: BinaryIO,
    format: str,
    *,
    view: str | None = None,
    selection: Selection | None = None,
    layout: str | None = None,
    table: str | None = None,
    text_free: bool = False,
) -> Mapping[str, int]:
    """What was written to `out` in one of the formats, counted, as far as the format counts.

    `view`, `selection` and `layout` go with `GRAPHS` (see `kg.exports.views`), `table` with `TABULAR`,
    `text_free` with RDF (see `kg.exports.rdf`).

    Raises:
        UsageError: if there is no such format, view, layout or table, or they do not go together.
    """
    if format not in GRAPHS and (view or selection or layout):
        raise UsageError(f"view, selection and layout are only for {' or '.join(GRAPHS)}; {format} is the whole store")
    if text_free and format in (*GRAPHS, *TABULAR, *_OWN):
        raise UsageError(f"text_free is only for RDF, not for {format}")
    if table is not None and format not in TABULAR:
        raise UsageError(f"a table is written as {' or '.join(TABULAR)}, not as {format}")
    if table is None and format in TABULAR:
        raise UsageError(f"a file of {format} holds one table: name it, or write a folder")
    if format in GRAPHS:
        from kg.exports import views

        nodes, edges = views.write(store, out, format, view or views.DEFAULT, selection, layout)
        return {"node": nodes, "edge": edges}
    if table is not None:
        from kg.exports.tables import files
        from kg.exports.tables import table as chosen

        return {"row": files.writer(format)(chosen(store, table), out)}
    if format == "ftm":
        from kg.exports import ftm

        return {"record": ftm.write(store, out)}
    if format == "claims-jsonld":
        from kg.exports import claims

        return {"claim": claims.write(store, out)}
    if format == "nanopubs":
        from kg.exports import nanopubs

        nanopubs.write(store, out)
        return {}
    from kg.exports import rdf

    return {LOST: rdf.write(store, format, out, text_free=text_free)}
