"""Tables as files: CSV after RFC 4180, Parquet, and the data package that says what every column means.

Rows are written as they come; a folder gets all files or none. Parquet and data frames need the extra `tables`.
Source: RFC 4180; Frictionless Tabular Data Package, https://specs.frictionlessdata.io/tabular-data-package/
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeAlias

from kg import __version__
from kg.errors import UsageError
from kg.exports.tables import Column, Table, Type, Value, tables
from kg.store import Reader

if TYPE_CHECKING:
    import pyarrow

Writer: TypeAlias = Callable[[Table, BinaryIO], int]
"""What writes a table, and gives the number of its rows."""

GROUP = 50_000
"""Rows of a Parquet row group, which are in memory at once: some 50 MB. Set by hand."""

DESCRIPTION = "datapackage.json"

_FIELDS: dict[Type, dict[str, str]] = {
    Type.TEXT: {"type": "string"},
    Type.INTEGER: {"type": "integer"},
    Type.NUMBER: {"type": "number"},
    Type.TRUTH: {"type": "boolean"},
    Type.DAY: {"type": "date"},
    Type.MOMENT: {"type": "datetime"},
    Type.LOCAL: {"type": "datetime", "format": "%Y-%m-%dT%H:%M:%S"},
}


def write(store: Reader, folder: Path, format: str, progress: Callable[[str], None] = lambda name: None) -> list[Path]:
    """The files that were written to `folder`, which is made if it is not there: one a table, and the data package.

    All are written beside their places first, so that a run that breaks off leaves what was there.

    Raises:
        UsageError: if the format is none of `WRITERS`, the folder cannot be written to, or pyarrow is needed and
            not installed.
    """
    put = writer(format)
    try:
        made = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        return _written(store, folder, format, put, progress, made)
    except OSError as error:
        raise UsageError(f"cannot write to the folder {folder}: {error.strerror or error}") from None


def _written(
    store: Reader,
    folder: Path,
    format: str,
    put: Writer,
    progress: Callable[[str], None],
    made: bool,
) -> list[Path]:
    drafts: list[Path] = []
    known = tables(store)
    try:
        for name, table in known.items():
            drafts.append(folder / f"{name}.{format}.part")
            with drafts[-1].open("wb") as out:
                put(table, out)
            progress(name)
        drafts.append(folder / f"{DESCRIPTION}.part")
        drafts[-1].write_text(json.dumps(package(known.values(), format), ensure_ascii=False, indent=2) + "\n", "utf-8")
        return [draft.replace(draft.with_suffix("")) for draft in drafts]
    finally:
        for draft in drafts:
            draft.unlink(missing_ok=True)
        if made:
            with suppress(OSError):
                folder.rmdir()


def writer(format: str) -> Writer:
    """What writes a table in that format.

    Raises:
        UsageError: if there is no such format, or pyarrow is needed and not installed.
    """
    if format not in WRITERS:
        raise UsageError(f"tables are written as {', '.join(WRITERS)}, not as {format}")
    if format == "parquet":
        _installed("pyarrow")
    return WRITERS[format]


def write_csv(table: Table, out: BinaryIO) -> int:
    """How many rows were written as CSV with a header, in UTF-8; lines end with CR and LF, unknown cells are empty."""
    text = io.TextIOWrapper(out, "utf-8", newline="", write_through=True)
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(column.name for column in table.columns)
    count = 0
    for row in table:
        lines.writerow([cell(value) for value in row.values()])
        count += 1
    text.detach()
    return count


def cell(value: Value) -> str:
    """A value as it stands in CSV.

    >>> cell(True), cell(0.5), cell(None), cell(datetime(2024, 9, 3, 17))
    ('true', '0.5', '', '2024-09-03T17:00:00')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return str(value)


def write_parquet(table: Table, out: BinaryIO) -> int:
    """How many rows were written as Parquet, a row group at a time; the schema has the meaning of every column.

    Raises:
        UsageError: if pyarrow is not installed.
    """
    _installed("pyarrow")
    from pyarrow import parquet

    count = 0
    with parquet.ParquetWriter(out, _schema(table), compression="zstd") as file:
        for batch in _record_batches(table):
            file.write_batch(batch)
            count += batch.num_rows
    return count


WRITERS: dict[str, Writer] = {"csv": write_csv, "parquet": write_parquet}
"""What writes a table, by the name of the format."""


def arrow(table: Table) -> pyarrow.Table:
    """The table for Arrow; see `Table.to_arrow`."""
    pa = _installed("pyarrow")
    found: pyarrow.Table = pa.Table.from_batches(_record_batches(table), _schema(table))
    return found


def pandas(table: Table) -> Any:
    """The table for pandas; see `Table.to_pandas`."""
    whole = arrow(table)
    pd, pa = _installed("pandas"), _installed("pyarrow")
    kinds = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    return whole.to_pandas(types_mapper=kinds.get, date_as_object=False)


def polars(table: Table) -> Any:
    """The table for polars; see `Table.to_polars`."""
    return _installed("polars").from_arrow(arrow(table))


def package(some: Iterable[Table], format: str) -> dict[str, Any]:
    """The Tabular Data Package that describes the files of some tables: names, types, meanings, keys."""
    return {
        "profile": "tabular-data-package" if format == "csv" else "data-package",
        "name": "wortlaut",
        "title": "Who said what, where, and according to whom",
        "description": "Current article versions of a store of Wortlaut. Ids are IRIs; the columns named alike join.",
        "version": __version__,
        "resources": [_resource(table, format) for table in some],
    }


def _resource(table: Table, format: str) -> dict[str, Any]:
    file: dict[str, Any] = {"name": table.name, "path": f"{table.name}.{format}", "format": format}
    if format == "csv":
        file |= {"profile": "tabular-data-resource", "mediatype": "text/csv", "encoding": "utf-8"}
        file["dialect"] = {"lineTerminator": "\r\n", "doubleQuote": True, "header": True}
    key = list(table.key)
    return {
        **file,
        "description": table.plan.meaning,
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "primaryKey": key if len(key) > 1 else key[0],
            "foreignKeys": [_foreign(column) for column in table.columns if column.table],
            "missingValues": [""],
        },
    }


def _field(column: Column) -> dict[str, str]:
    return {"name": column.name, **_FIELDS[column.type], "description": column.meaning}


def _foreign(column: Column) -> dict[str, Any]:
    singular = str(column.table).removesuffix("s")
    return {"fields": column.name, "reference": {"resource": column.table, "fields": singular}}


def _schema(table: Table) -> pyarrow.Schema:
    import pyarrow as pa

    kinds = {
        Type.TEXT: pa.string(),
        Type.INTEGER: pa.int64(),
        Type.NUMBER: pa.float64(),
        Type.TRUTH: pa.bool_(),
        Type.DAY: pa.date32(),
        Type.MOMENT: pa.timestamp("us", "UTC"),
        Type.LOCAL: pa.timestamp("us"),
    }
    return pa.schema(
        [pa.field(c.name, kinds[c.type], metadata={"description": c.meaning}) for c in table.columns],
        metadata={"description": table.plan.meaning},
    )


def _record_batches(table: Table) -> Iterator[pyarrow.RecordBatch]:
    import pyarrow as pa

    schema, rows = _schema(table), iter(table)
    while some := list(islice(rows, GROUP)):
        yield pa.RecordBatch.from_pylist(some, schema)


def _installed(library: str) -> Any:
    from importlib import import_module

    try:
        return import_module(library)
    except ImportError:
        more = "" if library == "pyarrow" else f" {library}"
        raise UsageError(f"{library} is not installed: pip install 'wortlaut[tables]'{more}") from None
