"""Oxigraph behind a narrow door: the only file that imports pyoxigraph."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import IO, Any, TypeAlias

import pyoxigraph as ox

from kg.errors import InputError, QueryError, StoreError, UsageError
from kg.rdf import Literal, Object, Quad, encode
from kg.rdf.xmlsafe import xml_read, xml_safe
from kg.store import sparql
from kg.vocab import DERIVED, PREFIXES, XSD

_Default: TypeAlias = "list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] | None"
_Named: TypeAlias = "list[ox.NamedNode | ox.BlankNode] | None"
_STRING = XSD + "string"
_LANGUAGE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"

FORMATS: dict[str, ox.RdfFormat] = {
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "turtle": ox.RdfFormat.TURTLE,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
"""The formats of `Store.dump`, by name."""

_RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}


@lru_cache(maxsize=65_536)
def iri(value: str) -> str:
    """The IRI in angle brackets, safe to stand in N-Quads and SPARQL.

    Raises:
        StoreError: if it is not an absolute IRI.
    """
    try:
        return str(ox.NamedNode(value))
    except ValueError as error:
        raise StoreError(f"not an IRI: {value!r} ({error}); a text is passed as a Literal") from None


def written(value: Object) -> str:
    """The term as it stands in N-Quads and SPARQL.

    Raises:
        StoreError: if an IRI, datatype or language tag is malformed.
    """
    return str(_literal(value)) if isinstance(value, Literal) else iri(value)


def _literal(value: Literal) -> ox.Literal:
    try:
        if value.language:
            return ox.Literal(encode_once(value.value), language=value.language)
        return ox.Literal(encode_once(value.value), datatype=ox.NamedNode(value.datatype or _STRING))
    except ValueError as error:
        raise StoreError(f"not a literal: {value!r} ({error})") from None


def encode_once(text: str) -> str:
    """The text if it is fit for RDF, else encoded."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return encode(text)
    return text


def plain(value: Any) -> Object:
    """Oxigraph's term as ours; blank nodes and quoted triples as they are written."""
    if isinstance(value, ox.NamedNode):
        return value.value
    if isinstance(value, ox.Literal):
        if value.language:
            return Literal(value.value, None, value.language)
        datatype = value.datatype.value
        return Literal(value.value, None if datatype == _STRING else datatype)
    return str(value)


class Answer:
    """A query's answer, drawn from the store as it is read: rows, a truth value or triples.

    `kind` says which. Iterating gives tuples of terms (IRIs as `str`, `Literal`s, None where unbound), in the
    order of `variables`; it can be done once. `volatile` says that the same query may be answered otherwise next time.
    """

    def __init__(self, raw: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, *, volatile: bool = False) -> None:
        self._raw, self.volatile = raw, volatile
        self.kind = {ox.QuerySolutions: "rows", ox.QueryBoolean: "boolean", ox.QueryTriples: "triples"}[type(raw)]
        self.variables: tuple[str, ...] = ()
        if isinstance(raw, ox.QuerySolutions):
            self.variables = tuple(variable.value for variable in raw.variables)
        elif isinstance(raw, ox.QueryTriples):
            self.variables = ("subject", "predicate", "object")

    def __iter__(self) -> Iterator[tuple[Object | None, ...]]:
        if isinstance(self._raw, ox.QueryBoolean):
            raise QueryError("the query asks yes or no: there are no rows")
        for row in self._raw:
            yield tuple([None if cell is None else plain(cell) for cell in row])

    def __bool__(self) -> bool:
        """The truth value of an ASK query; for other queries, whether there is another row."""
        if isinstance(self._raw, ox.QueryBoolean):
            return bool(self._raw)
        return next(iter(self._raw), None) is not None

    def write(self, out: IO[bytes], format: str) -> None:
        """Writes the rest of the answer in a SPARQL results format (json, csv, tsv, xml) or, for triples, in RDF.

        Raises:
            UsageError: if the answer does not come in that format.
        """
        known = tuple(FORMATS if isinstance(self._raw, ox.QueryTriples) else _RESULTS)
        if format not in known:
            raise UsageError(f"{self.kind} can be written as {', '.join(known)}, not as {format}")
        if isinstance(self._raw, ox.QueryTriples):
            _serialize(self._raw, out, format)
        else:
            self._raw.serialize(out, _RESULTS[format])


class Backend:
    """One open Oxigraph database; without a path an empty one in memory.

    Raises:
        StoreError: if it cannot be opened.
    """

    def __init__(self, path: Path | None, *, read_only: bool) -> None:
        try:
            self._ox = ox.Store.read_only(str(path)) if read_only else ox.Store(path)
        except OSError as error:
            raise StoreError(f"cannot open {path}: {error}") from None
        self.backup: Callable[[Path], None] = self._ox.backup
        self.optimize: Callable[[], None] = self._ox.optimize

    def flush(self) -> None:
        """Waits until all writes are on the disk."""
        self._ox.flush()

    def query(
        self,
        query: str,
        params: dict[str, Object],
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
        base: str | None = None,
    ) -> Answer:
        """The answer to a query that `sparql` let through.

        Raises:
            QueryError: if it is malformed or refused, or a parameter does not fit.
        """
        found = sparql.inspect(query)
        bound = sparql.bind(query, {name: written(value) for name, value in params.items()}) if params else query
        defaults: _Default = None if default_graphs is None else [*_graphs(default_graphs)]
        named: _Named = None if named_graphs is None else [*_graphs(named_graphs)]
        try:
            raw = self._ox.query(
                bound,
                base_iri=base,
                prefixes=PREFIXES,
                use_default_graph_as_union=not found.has_dataset and defaults is None and named is None,
                default_graph=defaults,
                named_graphs=named,
            )
        except SyntaxError as error:
            raise QueryError(self._explain(query, bound, error)) from None
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryError(f"the query failed: {error}") from None
        return Answer(raw, volatile=found.volatile)

    def _explain(self, query: str, bound: str, error: SyntaxError) -> str:
        if bound != query:
            try:
                self._ox.query(query, prefixes=PREFIXES)
            except SyntaxError as unbound:
                return sparql.explain(query, str(unbound))
            return f"a parameter does not fit where it stands. {sparql.explain(bound, str(error))}"
        return sparql.explain(query, str(error))

    def update(self, *operations: str) -> None:
        """Carries out all operations, or none."""
        self._ox.update(";\n".join(operations))

    def bulk(self, lines: Iterable[str]) -> None:
        """Adds N-Quads lines quickly, not in one piece."""
        self._ox.bulk_load("\n".join(lines).encode("utf-8"), ox.RdfFormat.N_QUADS)

    def graphs(self) -> Iterator[str]:
        """The names of all named graphs."""
        return (str(name.value) for name in self._ox.named_graphs())

    def has_graph(self, name: str) -> bool:
        """True if a graph of that name is there."""
        return self._ox.contains_named_graph(ox.NamedNode(name))

    def quads(self, graph: str | None = None, subject: str | None = None) -> Iterator[Quad]:
        """The quads of one graph, or of all, and of one subject, or of all."""
        node = None if subject is None else ox.NamedNode(subject)
        name = None if graph is None else ox.NamedNode(graph)
        for s, p, o, g in self._ox.quads_for_pattern(node, None, None, name):
            yield Quad(str(plain(s)), p.value, plain(o), str(plain(g)))

    def subjects(self, predicate: str, object: str) -> set[str]:
        """The nodes from which the property leads to the node `object`, in any graph."""
        found = self._ox.quads_for_pattern(None, ox.NamedNode(predicate), ox.NamedNode(object), None)
        return {str(plain(quad.subject)) for quad in found}

    def copy(self, node: str, into: Backend) -> list[tuple[str, str]]:
        """The links (property, node) that lead on from a node, all that is said of which is in `into` now."""
        found = list(self._ox.quads_for_pattern(ox.NamedNode(node), None, None, None))
        into._ox.extend(found)
        return [(quad.predicate.value, quad.object.value) for quad in found if isinstance(quad.object, ox.NamedNode)]

    def dump(self, out: IO[bytes], format: str, graphs: Sequence[str] | None, *, sort: bool) -> None:
        """Writes the quads of the graphs (all if None), one graph after the other where `sort` or a choice asks for it.

        Raises:
            UsageError: if the format is unknown.
        """
        found = self._sorted(graphs) if sort else self._plainly(graphs)
        if known(format).supports_datasets:
            _serialize(found, out, format)
        else:
            _serialize((quad.triple for quad in found), out, format)

    def read(self, file: IO[bytes], format: str, shown: str, graph: str) -> None:
        """Adds what is written in `file`; what stands in no named graph goes into `graph`.

        Raises:
            InputError: if it is malformed, or has blank nodes, which nothing of ours has; `shown` names the file.
        """
        kind = known(format)
        try:
            if kind is FORMATS["rdfxml"]:
                self._ox.bulk_extend(_read_xml(ox.parse(file, kind), ox.NamedNode(graph)))
            elif kind.supports_datasets:
                self._ox.bulk_load(file, kind)
                self._ox.update(f"ADD DEFAULT TO {iri(graph)}; CLEAR DEFAULT")
            else:
                self._ox.bulk_load(file, kind, to_graph=ox.NamedNode(graph))
        except SyntaxError as error:
            raise InputError(_reason(error), path=shown, line=error.lineno) from None
        except UnicodeDecodeError:
            raise InputError("it is not UTF-8", path=shown) from None
        if self._ox.query(_BLANK):
            raise InputError("it has blank nodes: only what kg export wrote can be read back", path=shown)

    def _plainly(self, graphs: Sequence[str] | None) -> Iterator[ox.Quad]:
        names = [None] if graphs is None else [ox.NamedNode(name) for name in graphs]
        for name in names:
            yield from self._ox.quads_for_pattern(None, None, None, name)

    def _sorted(self, graphs: Sequence[str] | None) -> Iterator[ox.Quad]:
        for name in sorted(self.graphs() if graphs is None else graphs):
            yield from sorted(self._ox.quads_for_pattern(None, None, None, ox.NamedNode(name)), key=str)

    def __len__(self) -> int:
        return len(self._ox)


_BLANK = "ASK { GRAPH ?g { ?s ?p ?o } FILTER(isBlank(?g) || isBlank(?s) || isBlank(?o)) }"
_NAMEABLE = re.compile(r"[^\W\d][\w.-]*\Z")
_POSITION = re.compile(
    r"^Parser error (?:at|between) line \d+ column \d+(?: and line \d+ column \d+)?: | \(line \d+\)$"
)


def known(format: str) -> ox.RdfFormat:
    """The format of that name.

    Raises:
        UsageError: if there is none.
    """
    if format not in FORMATS:
        raise UsageError(f"the formats are {', '.join(FORMATS)}, not {format}")
    return FORMATS[format]


def serialize(quads: Iterable[Quad], out: IO[bytes], format: str, prefixes: Mapping[str, str] | None = None) -> None:
    """Writes quads in a format of `FORMATS` as they come; one without named graphs gets the statements alone.

    `prefixes` are further ones to those of `vocab.PREFIXES`.

    Raises:
        UsageError: if the format is unknown.
        StoreError: if a quad holds a malformed IRI.
    """
    made = (ox.Quad(_node(s), _node(p), _term(o), _node(g)) for s, p, o, g in quads)
    whole = known(format).supports_datasets
    _serialize(made if whole else (quad.triple for quad in made), out, format, prefixes)


def _serialize(
    found: Iterable[ox.Quad] | Iterable[ox.Triple], out: IO[bytes], format: str, more: Mapping[str, str] | None = None
) -> None:
    fit: Any = map(_fit_for_xml, found) if format == "rdfxml" else found
    ox.serialize(fit, out, FORMATS[format], prefixes={**PREFIXES, **(more or {})})


def _fit_for_xml(triple: Any) -> ox.Triple:
    if not _NAMEABLE.search(triple.predicate.value):
        raise UsageError(f"RDF/XML has no way to write the property {triple.predicate.value}")
    value = triple.object
    return ox.Triple(triple.subject, triple.predicate, _with(value, xml_safe)) if _is_text(value) else triple


def _read_xml(quads: Iterable[ox.Quad], graph: ox.NamedNode) -> Iterator[ox.Quad]:
    for quad in quads:
        value = quad.object
        yield ox.Quad(quad.subject, quad.predicate, _with(value, xml_read) if _is_text(value) else value, graph)


def _is_text(value: object) -> bool:
    return isinstance(value, ox.Literal)


def _with(value: Any, change: Callable[[str], str]) -> ox.Literal:
    if value.language:
        return ox.Literal(change(value.value), language=value.language)
    return ox.Literal(change(value.value), datatype=value.datatype)


def _reason(error: SyntaxError) -> str:
    return _POSITION.sub("", error.msg or str(error)) or "malformed"


def _node(value: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(value)
    except ValueError as error:
        raise StoreError(f"not an IRI: {value!r} ({error})") from None


def _term(value: Object) -> ox.NamedNode | ox.Literal:
    return _literal(value) if isinstance(value, Literal) else _node(value)


def _graphs(names: Sequence[str]) -> Iterator[ox.NamedNode]:
    for name in names:
        try:
            yield ox.NamedNode(name)
        except ValueError as error:
            raise QueryError(f"a graph's name is an IRI, not {name!r}: {error}") from None


def drop(graph: str) -> str:
    """The update that removes a graph, whether it is there or not."""
    return f"DROP SILENT GRAPH {iri(graph)}"


def forget_idle(graph: str, nodes: Iterable[str]) -> str:
    """The update that removes from `graph` what it says of those `nodes` that no statement points to.

    What follows from other statements (`vocab.DERIVED`) does not count.
    """
    values, derived = " ".join(map(iri, nodes)), ", ".join(map(iri, DERIVED))
    return (
        f"DELETE {{ GRAPH {iri(graph)} {{ ?node ?p ?o }} }} WHERE {{ VALUES ?node {{ {values} }} "
        f"GRAPH {iri(graph)} {{ ?node ?p ?o }} "
        f"FILTER NOT EXISTS {{ GRAPH ?g {{ ?s ?q ?node }} FILTER(?g NOT IN ({derived})) }} }}"
    )


def insert(quads: Iterable[Quad]) -> str:
    """The update that adds quads."""
    return "INSERT DATA {\n" + _data(quads) + "\n}"


def delete(quads: Iterable[Quad]) -> str:
    """The update that removes quads."""
    return "DELETE DATA {\n" + _data(quads) + "\n}"


def _data(quads: Iterable[Quad]) -> str:
    return "\n".join(f"GRAPH {iri(g)} {{ {iri(s)} {iri(p)} {written(o)} }}" for s, p, o, g in quads)


def nquad(quad: Quad) -> str:
    """The quad as a line of N-Quads."""
    return f"{iri(quad.subject)} {iri(quad.predicate)} {written(quad.object)} {iri(quad.graph)} ."
