"""The named queries that ship in `schemas/queries/`, with what they answer and their parameters.

The head of a file is comment: what it answers in German, then in English, then one line a parameter,
`# param: name = "default"`, in SPARQL's notation for terms. In the query the value stands as `$name`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import QueryError, UsageError
from kg.rdf import Literal, Object
from kg.resources import schema
from kg.store import sparql
from kg.store.backend import written
from kg.vocab import PREFIXES, XSD

_PARAM = re.compile(r"#\s*param:\s*(?P<name>\w+)\s*=\s*(?P<term>.+?)\s*$")
_TERM = re.compile(
    r'<(?P<iri>[^<>"\s]+)>|"(?P<text>(?:[^"\\]|\\.)*)"(?:\^\^(?P<datatype>\S+)|@(?P<language>[A-Za-z-]+))?'
    r"|(?P<integer>-?\d+)|(?P<boolean>true|false)|(?P<curie>[A-Za-z][\w-]*:[\w-]+)"
)


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query with a name; `defaults` are the parameters and what they are if nobody says otherwise."""

    name: str
    title_de: str
    title_en: str
    defaults: tuple[tuple[str, Object], ...]
    text: str

    def bind(self, given: Mapping[str, str] | None = None) -> dict[str, Object]:
        """The parameters for `Store.query`: those given, read in the type of their defaults, and the defaults.

        Raises:
            QueryError: if the query has no such parameter.

        >>> query = NamedQuery("wer", "Wer?", "Who?", (("seit", Literal("1900-01-01", XSD + "date")),), "ASK {}")
        >>> query.bind({"seit": "2024-10-03"})["seit"].value
        '2024-10-03'
        """
        defaults = dict(self.defaults)
        for name in given or {}:
            if name not in defaults:
                known = ", ".join(defaults) or "none"
                raise QueryError(f"the query {self.name} has no parameter {name} (it has: {known})")
        return defaults | {name: parameter(value, defaults[name]) for name, value in (given or {}).items()}

    @property
    def whole(self) -> str:
        """The query as any SPARQL engine understands it: with the default parameters, and its prefixes declared.

        >>> NamedQuery("wer", "Wer?", "Who?", (("name", Literal("Zoë")),), "ASK { ?x schema:name $name }").whole
        'PREFIX schema: <https://schema.org/>\\nASK { ?x schema:name "Zoë" }'
        """
        told = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items() if f"{name}:" in self.text)
        return told + sparql.bind(self.text, {name: written(value) for name, value in self.defaults})


def parameter(value: str, like: Object | None = None) -> Object:
    """The term that a user means by `value`: in the type of `like`, or as it is written, else a plain text.

    >>> parameter("Elbe"), parameter("kg:Direct"), parameter("2024-10-03", Literal("", XSD + "date")).datatype
    (Literal(value='Elbe', datatype=None, language=None), Literal(value='kg:Direct', datatype=None, language=None), \
'http://www.w3.org/2001/XMLSchema#date')
    >>> parameter("kg:Direct", "urn:irgendwas"), parameter("<urn:wortlaut:person:1>")
    ('https://w3id.org/wortlaut/ns#Direct', 'urn:wortlaut:person:1')
    """
    if isinstance(like, Literal):
        return Literal(value, like.datatype, like.language)
    if like is None:
        return term(value) if value[:1] in ("<", '"') and _TERM.fullmatch(value) else Literal(value)
    bare = value.removeprefix("<").removesuffix(">")
    prefix, _, local = bare.partition(":")
    return PREFIXES[prefix] + local if prefix in PREFIXES else bare


def term(written: str) -> Object:
    """The term that SPARQL's notation stands for.

    Raises:
        ValueError: if it is not one.

    >>> term('"2024-10-03"^^xsd:date').datatype, term("kg:Direct")
    ('http://www.w3.org/2001/XMLSchema#date', 'https://w3id.org/wortlaut/ns#Direct')
    """
    found = _TERM.fullmatch(written)
    if not found:
        raise ValueError(f"not a term: {written}")
    if found["iri"]:
        return found["iri"]
    if found["curie"]:
        return _expand(found["curie"])
    if found["text"] is not None:
        datatype = found["datatype"] and _expand(found["datatype"].strip("<>"))
        return Literal(re.sub(r"\\(.)", r"\1", found["text"]), datatype, found["language"])
    return Literal(written, XSD + ("integer" if found["integer"] else "boolean"))


def _expand(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local if prefix in PREFIXES else name


def list_queries() -> list[NamedQuery]:
    """All queries that ship with the package, by name."""
    return [_read(path) for path in sorted(schema("queries").glob("*.rq"))]


def named_query(name: str) -> NamedQuery:
    """The query of that name.

    Raises:
        UsageError: if there is none.
    """
    path = schema("queries") / f"{name}.rq"
    if not re.fullmatch(r"[\w-]+", name) or not path.exists():
        known = ", ".join(query.name for query in list_queries())
        raise UsageError(f"there is no query {name}; there are: {known}")
    return _read(path)


def _read(path: Path) -> NamedQuery:
    text = path.read_text(encoding="utf-8")
    head = [line for line in text.splitlines() if line.startswith("#")]
    params = [found for found in map(_PARAM.match, head) if found]
    titles = [line.lstrip("# ").strip() for line in head if not _PARAM.match(line)]
    defaults = tuple((found["name"], term(found["term"])) for found in params)
    return NamedQuery(path.stem, titles[0], titles[1], defaults, text)
