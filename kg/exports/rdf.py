"""The whole graph as RDF: N-Quads, TriG, Turtle, N-Triples, RDF/XML, and JSON-LD with the project's own context.

Graphs come one after the other in the order of their names, and statements sorted within each, so that two
exports can be compared line by line. Only one graph at a time is held in memory.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import IO, Any

from kg.errors import UsageError
from kg.exports import textfree
from kg.rdf import Literal, Object, Quad
from kg.rdf.terms import TYPE
from kg.resources import schema
from kg.store import FORMATS, nquad, serialize
from kg.store.reader import Reader
from kg.vocab import XSD

_PLAIN = re.compile(r"0|-?[1-9][0-9]{0,14}")
"""The integers that every reader of JSON takes for the same number (RFC 8259, section 6), as it would write them."""


def write(
    store: Reader, format: str, out: IO[bytes], graphs: Sequence[str] | None = None, *, text_free: bool = False
) -> int:
    """The number of wordings that are lost, after the graphs of `store` (all if None) are written in one of `FORMATS`.

    JSON-LD gets the context of `schemas/context.jsonld` and one object a graph; Turtle, N-Triples and RDF/XML, which
    know no named graphs, get the statements alone. With `text_free`, what `rdf.withheld.WORDING` lists is withheld, so
    that `kg rehydrate` can fill it in again: all but what is lost, because its text is not in the store.

    Raises:
        UsageError: if the format is unknown.
    """
    if format not in FORMATS:
        raise UsageError(f"the formats are {', '.join(FORMATS)}, not {format}")
    names = sorted(store.graphs() if graphs is None else graphs)
    if text_free:
        hidden = textfree.TextFree(store)
        write_quads((quad for name in names for quad in in_order(hidden.quads(name))), format, out)
        return hidden.lost
    if format == "jsonld":
        write_quads((quad for name in names for quad in store.quads(name)), format, out)
    else:
        store.dump(out, format, names, sort=True)
    return 0


def write_quads(quads: Iterable[Quad], format: str, out: IO[bytes]) -> None:
    """Writes quads in one of `FORMATS`; those of a graph come together."""
    if format == "jsonld":
        _write_jsonld(quads, out)
    else:
        serialize(quads, out, format)


def in_order(quads: Iterable[Quad]) -> list[Quad]:
    """The quads of a graph in the order in which `write` has them."""
    return sorted(quads, key=nquad)


def _write_jsonld(quads: Iterable[Quad], out: IO[bytes]) -> None:
    out.write(b'{"@context": ' + json.dumps(context(), ensure_ascii=False).encode() + b',\n"graph": [')
    for number, (name, graph) in enumerate(groupby(quads, key=lambda quad: quad.graph)):
        entry = {"id": name, "graph": list(compact(graph))}
        out.write((b",\n" if number else b"\n") + json.dumps(entry, ensure_ascii=False).encode())
    out.write(b"\n]}\n")


def compact(quads: Iterable[Quad]) -> Iterator[dict[str, Any]]:
    """The nodes of one graph as JSON-LD objects, compacted by the project's context, sorted.

    >>> from kg.vocab import KG
    >>> list(compact([Quad("urn:u:1", KG + "wording", Literal("Der Damm hält", language="de"), "urn:a:1")]))
    [{'id': 'urn:u:1', 'wording': {'@language': 'de', '@value': 'Der Damm hält'}}]
    """
    nodes: dict[str, dict[str, list[Any]]] = {}
    for subject, predicate, object, _ in sorted(quads, key=_in_order):
        key, value = _entry(predicate, object)
        nodes.setdefault(subject, {}).setdefault(key, []).append(value)
    for subject, facts in nodes.items():
        yield {"id": subject} | {key: values[0] if len(values) == 1 else values for key, values in facts.items()}


def _in_order(quad: Quad) -> tuple[str, str, tuple[str, ...]]:
    value = quad.object
    return quad.subject, quad.predicate, tuple(part or "" for part in value) if isinstance(value, Literal) else (value,)


def _entry(predicate: str, value: Object) -> tuple[str, Any]:
    if predicate == TYPE and isinstance(value, str):
        return "type", _names().get(value, _short(value))
    key = _names().get(predicate, _short(predicate))
    return key, _literal(value, _coercion(key)) if isinstance(value, Literal) else _reference(value, _coercion(key))


def _reference(iri: str, coercion: str | None) -> Any:
    if coercion == "@vocab":
        return _names().get(iri, _short(iri))
    return iri if coercion == "@id" else {"id": iri}


def _literal(value: Literal, coercion: str | None) -> Any:
    if value.language:
        return {"@language": value.language, "@value": value.value}
    if value.datatype is None:
        return value.value if coercion is None else {"@value": value.value}
    if coercion and _expand(coercion) == value.datatype:
        return _native(value)
    return {"@type": _short(value.datatype), "@value": value.value}


def _native(value: Literal) -> Any:
    """The value in JSON's own notation where nothing of it is lost, else as a text."""
    if value.datatype == XSD + "boolean" and value.value in ("true", "false"):
        return value.value == "true"
    if value.datatype == XSD + "integer" and _PLAIN.fullmatch(value.value):
        return int(value.value)
    return value.value


@lru_cache(maxsize=1)
def context() -> dict[str, Any]:
    """The project's JSON-LD context."""
    found: dict[str, Any] = json.loads(schema("context.jsonld").read_text(encoding="utf-8"))["@context"]
    return found


@lru_cache(maxsize=1)
def _prefixes() -> dict[str, str]:
    return {name: iri for name, iri in context().items() if isinstance(iri, str) and iri.endswith(("#", "/"))}


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """The context's name for each IRI that it has one for."""
    terms = {name: entry["@id"] if isinstance(entry, dict) else entry for name, entry in context().items()}
    known = {name: _expand(str(iri)) for name, iri in terms.items() if ":" in str(iri) and name not in _prefixes()}
    return {iri: name for name, iri in known.items()}


def _coercion(key: str) -> str | None:
    entry = context().get(key)
    return str(entry["@type"]) if isinstance(entry, dict) else None


def _expand(name: str) -> str:
    prefix, _, local = name.partition(":")
    return _prefixes().get(prefix, prefix + ":") + local


@lru_cache(maxsize=4096)
def _short(iri: str) -> str:
    for prefix, namespace in _prefixes().items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
