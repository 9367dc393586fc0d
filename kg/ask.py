"""What people ask of the store: who said what, which claims there are, by which road, what an article says.

Each function is one command's answer. Rows are plain dictionaries in the order in which a reader wants them.
Article versions that a newer one replaces are left out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.errors import UsageError
from kg.rdf import Literal, Object, decode, member
from kg.records import Extraction
from kg.store import Store
from kg.vocab import DATA, XSD

Row = dict[str, Any]

WHO_COLUMNS = ("date", "outlet", "file", "speaker", "type", "cue", "wording", "sources")
CLAIM_COLUMNS = ("first", "utterances", "outlets", "speakers", "wording", "claim")
STATS_COLUMNS = ("what", "count")

_CURRENT = "FILTER NOT EXISTS { ?newer prov:wasRevisionOf ?article }"

_SPEAKERS = """SELECT ?speaker ?label ?kind (COUNT(?utterance) AS ?utterances) WHERE {
  ?utterance kg:saidBy ?speaker . ?speaker schema:name ?label ; kg:entityKind ?kind
} GROUP BY ?speaker ?label ?kind"""

_UTTERANCES = f"""SELECT DISTINCT ?utterance ?article ?date ?outlet ?file ?line ?speaker ?name ?type ?wording WHERE {{
  %s
  ?utterance kg:inArticle ?article ; kg:speechType ?type ; kg:wording ?wording .
  {_CURRENT}
  OPTIONAL {{ ?utterance kg:saidBy ?speaker . ?speaker schema:name ?name }}
  OPTIONAL {{ ?utterance kg:date ?date }}
  OPTIONAL {{ ?utterance kg:outlet/schema:name ?outlet }}
  OPTIONAL {{ ?article kg:sourceFile ?file }}
  OPTIONAL {{ ?article kg:sourceLine ?line }}
}}"""

_PARTS = """SELECT ?start ?exact WHERE {
  $utterance %s ?place . ?place oa:hasSelector ?position, ?quote .
  ?position oa:start ?start . ?quote oa:exact ?exact
} ORDER BY ?start"""

_STEPS = """SELECT DISTINCT ?step ?position ?label ?kind WHERE {
  $utterance (prov:wasQuotedFrom|prov:wasDerivedFrom)/prov:wasDerivedFrom* ?step .
  ?step a kg:SourceStep ; kg:position ?position ; rdfs:label ?label ; kg:entityKind ?kind
} ORDER BY ?position"""

_STEP_EVIDENCE = """SELECT ?start ?exact WHERE {
  $step kg:evidenceAt ?place . ?place oa:hasSelector ?position, ?quote .
  ?position oa:start ?start . ?quote oa:exact ?exact
} ORDER BY ?start"""

_CLAIMS = f"""SELECT ?claim (SAMPLE(?text) AS ?wording) (COUNT(DISTINCT ?utterance) AS ?utterances)
  (MIN(?date) AS ?first) (GROUP_CONCAT(DISTINCT ?outlet; separator="\\n") AS ?outlets)
  (GROUP_CONCAT(DISTINCT ?speaker; separator="\\n") AS ?speakers)
WHERE {{
  ?utterance schema:interpretedAsClaim ?claim ; kg:inArticle ?article ; kg:wording ?text .
  {_CURRENT}
  OPTIONAL {{ ?utterance kg:date ?date }}
  OPTIONAL {{ ?utterance kg:outlet/schema:name ?outlet }}
  OPTIONAL {{ ?utterance kg:saidBy/schema:name ?speaker }}
  %s
}} GROUP BY ?claim ORDER BY DESC(?utterances) ?first ?claim"""

_ARTICLES = """SELECT ?article ?url ?file ?line ?headline ?learned ?newer WHERE {
  ?article a schema:NewsArticle .
  OPTIONAL { ?article schema:url ?url }
  OPTIONAL { ?article kg:sourceFile ?file }
  OPTIONAL { ?article kg:sourceLine ?line }
  OPTIONAL { ?article schema:headline ?headline }
  OPTIONAL { ?article kg:learnedAt ?learned }
  OPTIONAL { ?newer prov:wasRevisionOf ?article }
} ORDER BY ?article"""

_COUNTS = {
    "articles": f"SELECT (COUNT(DISTINCT ?article) AS ?n) WHERE {{ ?article a schema:NewsArticle . {_CURRENT} }}",
    "superseded versions": "SELECT (COUNT(DISTINCT ?a) AS ?n) WHERE "
    "{ ?newer prov:wasRevisionOf ?a . ?a a schema:NewsArticle }",
    "retracted articles": "SELECT (COUNT(DISTINCT ?a) AS ?n) WHERE { ?a prov:invalidatedAtTime ?t }",
    "outlets": "SELECT (COUNT(DISTINCT ?o) AS ?n) WHERE { ?a schema:publisher ?o }",
    "utterances": "SELECT (COUNT(?u) AS ?n) WHERE { ?u a kg:Utterance }",
    "… with a speaker": "SELECT (COUNT(?u) AS ?n) WHERE { ?u kg:saidBy ?s }",
    "… with a source chain": "SELECT (COUNT(DISTINCT ?u) AS ?n) WHERE { ?u prov:hadPrimarySource ?s }",
    "speakers": "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?u kg:saidBy ?s }",
    "anonymous sources": "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a kg:AnonymousSource }",
    "claims": "SELECT (COUNT(DISTINCT ?c) AS ?n) WHERE { ?c a schema:Claim }",
    "claims in several outlets": "SELECT (COUNT(*) AS ?n) WHERE { SELECT ?c WHERE { ?u schema:interpretedAsClaim ?c ; "
    "kg:outlet ?o } GROUP BY ?c HAVING (COUNT(DISTINCT ?o) > 1) }",
    "findings": "SELECT (COUNT(DISTINCT ?f) AS ?n) WHERE { ?f a kg:Finding }",
}
_BY_TYPE = "SELECT ?type (COUNT(?u) AS ?n) WHERE { ?u kg:speechType ?type } GROUP BY ?type ORDER BY DESC(?n)"


@dataclass(frozen=True, slots=True)
class Identity:
    """A speaker that a name was understood as, with the number of utterances in the store."""

    id: str
    label: str
    kind: str
    utterances: int

    def __str__(self) -> str:
        return f"{self.label} ({self.kind}, {self.utterances} utterances)"


@dataclass(frozen=True, slots=True)
class Step:
    """A station of a chain with the words that show it (None: it stands outside the text)."""

    label: str
    kind: str
    evidence: str | None


@dataclass(frozen=True, slots=True)
class Road:
    """How one utterance came into print: article, then steps from the nearest reporter to the origin, then speaker."""

    utterance: str
    outlet: str | None
    date: str | None
    file: str | None
    wording: str
    speaker: str | None
    cue: str | None
    steps: tuple[Step, ...]


def ask(store: Store, select: str, **params: Object) -> Iterator[Row]:
    """The rows of a SELECT with plain values: numbers as numbers, enumerated terms as their names, None left out."""
    answer = store.query(select, params=params)
    for cells in answer:
        yield {name: value(cell) for name, cell in zip(answer.variables, cells, strict=True) if cell is not None}


def value(cell: Object) -> object:
    """The Python value of an RDF term.

    >>> from kg.vocab import KG
    >>> value(Literal("3", XSD + "integer")), value(Literal("Zoë")), value(KG + "Direct")
    (3, 'Zoë', 'Direct')
    """
    if isinstance(cell, Literal):
        if cell.datatype == XSD + "integer":
            return int(cell.value)
        if cell.datatype in (XSD + "double", XSD + "decimal"):
            return float(cell.value)
        return cell.value == "true" if cell.datatype == XSD + "boolean" else decode(cell.value)
    known = member(cell)
    return known.value if known else decode(cell)


def identities(store: Store, name: str) -> list[Identity]:
    """The speakers that `name` can mean, most talkative first.

    A full name means those who bear it, if there are any; otherwise all whose names hold the words given. Case and
    accents do not matter: "ozturk" finds "Öztürk", and "Oeztuerk" does, too.
    """
    wanted = fold(name)
    known = [Identity(row["speaker"], row["label"], row["kind"], row["utterances"]) for row in ask(store, _SPEAKERS)]
    words = set(wanted.split())
    exact = [identity for identity in known if len(words) > 1 and fold(identity.label) == wanted]
    found = exact or [identity for identity in known if words and words <= set(fold(identity.label).split())]
    return sorted(found, key=lambda identity: (-identity.utterances, identity.label, identity.id))


def fold(name: str) -> str:
    """The name without case, accents and the spelling of umlauts.

    >>> fold("Jörg Müßig") == fold("JOERG MUESSIG") == fold("jorg mussig")
    True
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    for long, short in (("ae", "a"), ("oe", "o"), ("ue", "u")):
        letters = letters.replace(long, short)
    return " ".join(letters.split())


def who(store: Store, speaker: str) -> tuple[list[Identity], list[Row]]:
    """Whom `speaker` was understood as, and their utterances, oldest first (`WHO_COLUMNS` and more).

    Raises:
        UsageError: if nobody of that name speaks in the store.
    """
    found = identities(store, speaker)
    if not found:
        raise UsageError(f"nobody called “{speaker}” speaks in this store; kg query --name speakers lists who does")
    rows = [
        row for identity in found for row in _utterances(store, "?utterance kg:saidBy $wanted .", wanted=identity.id)
    ]
    return found, sorted(rows, key=_in_time)


def claims(
    store: Store,
    *,
    about: str | None = None,
    first: str | None = None,
    last: str | None = None,
    outlet: str | None = None,
) -> list[Row]:
    """The claims with outlets and speakers, the most printed first (`CLAIM_COLUMNS`).

    `about` is a word of the wording, `first` and `last` are ISO days (both included), `outlet` a name.
    """
    params: dict[str, Object] = {}
    filters = []
    if about:
        params["about"] = Literal(about.casefold())
        filters.append("FILTER(CONTAINS(LCASE(STR(?text)), $about))")
    for name, day, sign in (("first_day", first, ">="), ("last_day", last, "<=")):
        if day:
            params[name] = Literal(day, XSD + "date")
            filters.append(f"FILTER(?date {sign} ${name})")
    if outlet:
        params["printed_by"] = Literal(outlet)
        filters.append("FILTER(?outlet = $printed_by)")
    rows = ask(store, _CLAIMS % "\n  ".join(filters), **params)
    return [
        {**row, "outlets": _lines(row.get("outlets")), "speakers": _lines(row.get("speakers"))}
        for row in rows
        if "claim" in row
    ]


def trace(store: Store, what: str) -> list[Road]:
    """The roads of all utterances of a claim, or of one utterance; `what` is an IRI, or words of the wording.

    Raises:
        UsageError: if nothing fits.
    """
    if what.startswith(DATA):
        pattern = "?utterance schema:interpretedAsClaim $wanted ."
        rows = list(_utterances(store, pattern, wanted=what)) or list(
            _utterances(store, "?utterance a kg:Utterance . FILTER(?utterance = $wanted)", wanted=what)
        )
    else:
        pattern = "?utterance kg:wording ?said . FILTER(CONTAINS(LCASE(STR(?said)), $wanted))"
        rows = list(_utterances(store, pattern, wanted=Literal(" ".join(what.casefold().split()))))
    if not rows:
        raise UsageError(f"no claim or utterance fits “{what}”; kg claims --about WORD lists them with their IRIs")
    return [_road(store, row) for row in sorted(rows, key=_in_time)]


def find_article(store: Store, wanted: str) -> str:
    """The IRI of the one current article version that `wanted` names: by IRI, URL, file name, or headline.

    Raises:
        UsageError: if there is none, or more than one.
    """
    rows = list(ask(store, _ARTICLES))
    exact = [row for row in rows if wanted in (row["article"], row.get("url"))]
    named = [row for row in rows if wanted in _names(row)]
    for found in (exact, named, [row for row in rows if wanted.casefold() in str(row.get("headline", "")).casefold()]):
        current = found if wanted.startswith(DATA) else [row for row in found if "newer" not in row]
        iris = sorted({row["article"] for row in current})
        if len(iris) == 1:
            return str(iris[0])
        if iris:
            raise UsageError(f"“{wanted}” names {len(iris)} articles: {', '.join(iris[:5])}")
    raise UsageError(f"no article “{wanted}” in this store (an IRI, a URL, a file name or a headline)")


def find_retracted(store: Store, wanted: str) -> str:
    """The IRI of the retracted article version that `wanted` names, by IRI or URL.

    Raises:
        UsageError: if there is none, or more than one.
    """
    found = [
        version.article
        for version in store.versions()
        if version.retracted and wanted in (version.article, version.url)
    ]
    if len(found) != 1:
        raise UsageError(f"{len(found) or 'no'} retracted articles fit “{wanted}” (an IRI or a URL)")
    return found[0]


def show(store: Store, wanted: str) -> Extraction:
    """The article that `wanted` names, with its utterances; see `find_article`.

    Raises:
        UsageError: if there is none, or more than one.
    """
    return store.extraction(find_article(store, wanted))


def stats(store: Store) -> list[Row]:
    """What is in the store, as rows of `STATS_COLUMNS`."""
    counts = [{"what": what, "count": next(ask(store, query))["n"]} for what, query in _COUNTS.items()]
    by_type = [{"what": f"… {row['type']}", "count": row["n"]} for row in ask(store, _BY_TYPE) if "type" in row]
    at = next(i for i, row in enumerate(counts) if row["what"] == "utterances") + 1
    return [*counts[:at], *by_type, *counts[at:], {"what": "quads", "count": store.counts()["quads"]}]


def _utterances(store: Store, pattern: str, **params: Object) -> Iterator[Row]:
    for row in ask(store, _UTTERANCES % pattern, **params):
        utterance = row["utterance"]
        steps = list(ask(store, _STEPS, utterance=utterance))
        cue = " ".join(part["exact"] for part in ask(store, _PARTS % "kg:cueAt", utterance=utterance))
        named = row.pop("name", None)
        speaker = row.pop("speaker", None)
        yield {
            **row,
            "speaker": named,
            "speaker_id": speaker,
            "cue": cue or None,
            "sources": [step["label"] for step in steps],
            "steps": steps,
        }


def _road(store: Store, row: Mapping[str, Any]) -> Road:
    steps = tuple(Step(step["label"], step["kind"], _evidence(store, step["step"])) for step in row["steps"])
    known = {name: row.get(name) for name in ("outlet", "date", "file", "speaker", "cue")}
    return Road(utterance=row["utterance"], wording=row["wording"], steps=steps, **known)


def _evidence(store: Store, step: str) -> str | None:
    return " … ".join(part["exact"] for part in ask(store, _STEP_EVIDENCE, step=step)) or None


def _names(row: Mapping[str, Any]) -> Sequence[str]:
    file = str(row.get("file", ""))
    base = file.rpartition("/")[2]
    names = [file, base, base.partition(".")[0]]
    return [f"{name}:{row['line']}" for name in names] if "line" in row else names


def _lines(joined: object) -> list[str]:
    return sorted(filter(None, str(joined or "").split("\n")))


def _in_time(row: Mapping[str, Any]) -> tuple[str, str, str]:
    return str(row.get("date") or "9999"), str(row.get("file") or ""), str(row["utterance"])


def columns(rows: Iterable[Row], names: Sequence[str]) -> list[Row]:
    """The rows with only those columns."""
    return [{name: row.get(name) for name in names} for row in rows]
