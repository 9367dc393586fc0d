"""What people ask of the store: who said what, which claims there are, by which road, what an article says.

Each function is one command's answer. Rows are plain dictionaries in the order in which a reader wants them.
Article versions that a newer one replaces are left out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg import identify
from kg.corpus import given_date
from kg.errors import UsageError
from kg.identify import Identity
from kg.rdf import Literal, Object, member, native
from kg.records import Extraction
from kg.store import CURRENT, REPLACED, Answer, Reader
from kg.vocab import DATA, XSD

Row = dict[str, Any]

WHO_COLUMNS = ("date", "said_from", "said_until", "outlet", "file", "speaker", "type", "cue", "wording", "sources")
WHO_TABLE = ("date", "said", "where", "speaker", "cue", "wording", "sources")
"""What a terminal has room for; `where` is the outlet or else the file, `said` how the article puts the time."""
CLAIM_TABLE = ("first", "wording", "outlets", "speakers")
CLAIM_COLUMNS = ("first", "utterances", "outlets", "speakers", "wording", "claim")
STATS_COLUMNS = ("what", "count")

BATCH = 1000
"""Nodes that one query asks about. Set by hand: the cost is in the answer, and the text of the query stays small."""

_SAID = f"""SELECT DISTINCT ?speaker ?utterance {{
  %s ?utterance kg:saidBy ?speaker ; kg:inArticle ?article . {CURRENT}
}}"""

_UTTERANCES = """SELECT DISTINCT ?utterance ?article ?date ?outlet ?file ?line ?speaker ?name ?type ?wording
  ?said_from ?said_until {
  %s
  ?utterance kg:inArticle ?article ; kg:speechType ?type ; kg:wording ?wording .
  OPTIONAL { ?utterance kg:saidBy ?speaker . ?speaker schema:name ?name }
  OPTIONAL { ?utterance kg:date ?date }
  OPTIONAL { ?utterance kg:saidFrom ?said_from ; kg:saidUntil ?said_until }
  OPTIONAL { ?utterance kg:outlet/schema:name ?outlet }
  OPTIONAL { ?article kg:sourceFile ?file }
  OPTIONAL { ?article kg:sourceLine ?line }
}"""

_WORDS = """SELECT DISTINCT ?node ?start ?exact {
  %s ?node %s ?place . ?place oa:hasSelector ?position , ?quote .
  ?position oa:start ?start . ?quote oa:exact ?exact
} ORDER BY ?node ?start"""

_PLACES = """SELECT DISTINCT ?node ?start ?end {
  %s ?node %s ?place . ?place oa:hasSelector ?position . ?position oa:start ?start ; oa:end ?end
} ORDER BY ?node ?start"""

_SPOKEN = """SELECT DISTINCT ?utterance ?kind { %s ?utterance kg:speakerKind ?kind }"""

_STEPS = """SELECT DISTINCT ?utterance ?step ?position ?label ?kind {
  %s ?utterance (prov:wasQuotedFrom|prov:wasDerivedFrom)/prov:wasDerivedFrom* ?step .
  ?step a kg:SourceStep ; kg:position ?position ; rdfs:label ?label ; kg:entityKind ?kind
} ORDER BY ?utterance ?position"""


def _standing(name: str, stands: str) -> str:
    """The pattern that binds `stands` to the identity that stands for `name`, or to `name` itself."""
    return f"OPTIONAL {{ ?{name} kg:canonical ?{name}_stands }} BIND(COALESCE(?{name}_stands, ?{name}) AS ?{stands})"


_FITTING = f"""SELECT DISTINCT ?claim {{
  ?printing schema:interpretedAsClaim ?worded ; kg:inArticle ?article . {CURRENT} {_standing("worded", "claim")}
  %s
}}"""

_CLAIMS = f"""SELECT ?claim (MIN(STR(?text)) AS ?wording) (COUNT(DISTINCT ?utterance) AS ?utterances)
  (MIN(?date) AS ?first) (GROUP_CONCAT(DISTINCT ?outlet; separator="\\n") AS ?outlets)
  (GROUP_CONCAT(DISTINCT ?speaker; separator="\\n") AS ?speakers)
{{
  %s
  {{ ?utterance schema:interpretedAsClaim ?claim FILTER NOT EXISTS {{ ?claim kg:canonical ?other }} }}
  UNION {{ ?worded kg:canonical ?claim . ?utterance schema:interpretedAsClaim ?worded }}
  ?utterance kg:inArticle ?article ; kg:wording ?text . {CURRENT}
  OPTIONAL {{ ?utterance kg:date ?date }}
  OPTIONAL {{ ?utterance kg:outlet ?printer {_standing("printer", "medium")} ?medium schema:name ?outlet }}
  OPTIONAL {{ ?utterance kg:saidBy ?voice {_standing("voice", "person")} ?person schema:name ?speaker }}
}} GROUP BY ?claim"""

_PRINTED = f"""SELECT DISTINCT ?utterance {{
  {{ ?utterance schema:interpretedAsClaim $wanted }}
  UNION {{ ?utterance schema:interpretedAsClaim/kg:canonical $wanted }}
  ?utterance kg:inArticle ?article . {CURRENT}
}}"""
_ITSELF = "SELECT ?utterance { VALUES ?utterance { $wanted } ?utterance a kg:Utterance }"
_WORDED = f"""SELECT DISTINCT ?utterance {{
  ?utterance kg:wording ?said ; kg:inArticle ?article . FILTER(CONTAINS(LCASE(STR(?said)), $wanted)) {CURRENT}
}}"""

_ARTICLES = f"""SELECT ?article ?url ?file ?line ?headline ?replaced {{
  ?article a schema:NewsArticle .
  OPTIONAL {{ ?article schema:url ?url }}
  OPTIONAL {{ ?article kg:sourceFile ?file }}
  OPTIONAL {{ ?article kg:sourceLine ?line }}
  OPTIONAL {{ ?article schema:headline ?headline }}
  BIND({REPLACED} AS ?replaced)
}} ORDER BY ?article"""

_BY_TYPE = f"""SELECT ?type (COUNT(DISTINCT ?utterance) AS ?n) {{
  ?utterance kg:speechType ?type ; kg:inArticle ?article . {CURRENT}
}} GROUP BY ?type ORDER BY DESC(?n) ?type"""


@dataclass(frozen=True, slots=True)
class Step:
    """A station of a chain with the words that show it (None: it stands outside the text).

    `spans` are the places of those words in the article, as `[start, end)` in code points.
    """

    label: str
    kind: str
    evidence: str | None
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Road:
    """How one utterance came into print: article, then steps from the nearest reporter to the origin, then speaker.

    `spans` are the places of what is said, as `[start, end)` in code points.
    """

    utterance: str
    outlet: str | None
    date: str | None
    file: str | None
    wording: str
    speaker: str | None
    cue: str | None
    steps: tuple[Step, ...]
    speaker_kind: str | None = None
    spans: tuple[tuple[int, int], ...] = ()

    @property
    def end(self) -> tuple[str | None, str]:
        """Label and kind of where the road ends: its last step, else the speaker, who said it to the paper itself."""
        if self.steps:
            return self.steps[-1].label, self.steps[-1].kind
        return self.speaker, self.speaker_kind or "unknown"


def ask(store: Reader, select: str, **params: Object) -> Iterator[Row]:
    """The rows of a SELECT with plain values: numbers as numbers, enumerated terms as their names, None left out."""
    return plain_rows(store.query(select, params=params))


def plain_rows(answer: Answer) -> Iterator[Row]:
    """The rows of an answer, as `ask` has them."""
    for cells in answer:
        yield {name: value(cell) for name, cell in zip(answer.variables, cells, strict=True) if cell is not None}


def value(cell: Object) -> object:
    """The Python value of an RDF term; an enumerated one by its name.

    >>> from kg.vocab import KG
    >>> value(Literal("Zoë")), value(KG + "Direct")
    ('Zoë', 'Direct')
    """
    known = member(cell) if isinstance(cell, str) and not isinstance(cell, Literal) else None
    return known.value if known else native(cell)


def identities(store: Reader, name: str) -> list[Identity]:
    """The speakers that `name` can mean, most talkative first: the likeliest of `identify.meanings` who speak."""
    for meant in identify.meanings(identify.everyone(store), name):
        if speaking := [each for each in identify.counted(store, meant) if each.utterances]:
            return speaking
    return []


def who(store: Reader, speaker: str) -> tuple[list[Identity], list[Row]]:
    """Whom `speaker` was understood as, and their utterances, oldest first (`WHO_COLUMNS` and more).

    Raises:
        UsageError: if nobody of that name speaks in the store; it suggests those whose names are like it.
    """
    found = identities(store, speaker)
    if not found:
        speaking = [each for each in identify.identities(store) if each.utterances]
        like = ", ".join(each.label for each in identify.suggestions(speaking, speaker))
        hint = f"did you mean {like}?" if like else "kg entities lists who does"
        raise UsageError(f"nobody called “{speaker}” speaks in this store; {hint}")
    names = {member: each for each in found for member in each.members}
    rows = utterances(store, [row["utterance"] for row in _said(store, list(names))])
    return found, [_called(row, names) for row in rows]


def _called(row: Row, names: Mapping[str, Identity]) -> Row:
    """The row with the name that stands for the speaker, and under `named` the one that the article gives."""
    meant = names[row["speaker_id"]]
    return {**row, "speaker": meant.label, "named": row["speaker"], "speaker_id": meant.id}


def claims(
    store: Reader,
    *,
    about: str | None = None,
    first: str | None = None,
    last: str | None = None,
    outlet: str | None = None,
) -> list[Row]:
    """The claims with outlets and speakers, the most printed first (`CLAIM_COLUMNS`).

    `about` is a word of the wording, `first` and `last` are days (both included), `outlet` a name. A claim counts if
    one of its printings fits them all; its row then tells of all its printings, so that it shows who else had it.

    Raises:
        UsageError: if a day is no date.
    """
    params: dict[str, Object] = {}
    fits = []
    if about:
        params["about"] = Literal(_lowered(about))
        fits.append("?printing kg:wording ?said . FILTER(CONTAINS(LCASE(STR(?said)), $about))")
    for name, day, sign in (("first_day", first, ">="), ("last_day", last, "<=")):
        if day:
            params[name] = Literal(given_date(day)[:10], XSD + "date")
            fits.append(f"?printing kg:date ?day . FILTER(?day {sign} ${name})")
    if outlet:
        params["printed_by"] = Literal(_lowered(outlet))
        fits.append("?printing kg:outlet/kg:canonical?/schema:name ?name . FILTER(LCASE(?name) = $printed_by)")
    narrowed = _FITTING % "\n  ".join(fits)
    chosen = _values("claim", [row["claim"] for row in ask(store, narrowed, **params)]) if fits else [""]
    rows = [row for values in chosen for row in ask(store, _CLAIMS % values) if "claim" in row]
    told = [{**row, "outlets": _lines(row.get("outlets")), "speakers": _lines(row.get("speakers"))} for row in rows]
    return sorted(told, key=lambda row: (-row["utterances"], row.get("first", "9999"), row["claim"]))


def trace(store: Reader, what: str) -> list[Road]:
    """The roads of all utterances of a claim, or of one utterance; `what` is an IRI, or words of the wording.

    Raises:
        UsageError: if nothing fits.
    """
    iri = what.startswith(DATA)
    wanted: Object = what if iri else Literal(_lowered(what))
    answers = (list(ask(store, query, wanted=wanted)) for query in ((_PRINTED, _ITSELF) if iri else (_WORDED,)))
    found = next(filter(None, answers), [])
    if not found:
        raise UsageError(f"no claim or utterance fits “{what}”; kg claims --about WORD lists claims")
    return roads(store, [row["utterance"] for row in found])


def roads(store: Reader, some: Sequence[str]) -> list[Road]:
    """By which roads some utterances (IRIs) came into print, the oldest first."""
    rows = utterances(store, some)
    steps = [step["step"] for row in rows for step in row["steps"]]
    evidence = _words(store, "kg:evidenceAt", steps, " … ")
    places = _places(store, "kg:evidenceAt", steps) | _places(store, "kg:quoteAt", [row["utterance"] for row in rows])
    kinds = _speaker_kinds(store, [row["utterance"] for row in rows])
    return [_road(row, evidence, places, kinds) for row in rows]


def find_article(store: Reader, wanted: str) -> str:
    """The IRI of the one current article version that `wanted` names: by IRI, URL, file name, or headline.

    Raises:
        UsageError: if there is none, or more than one.
    """
    rows = list(ask(store, _ARTICLES))
    exact = [row for row in rows if wanted in (row["article"], row.get("url"))]
    named = [row for row in rows if wanted in _names(row)]
    for found in (exact, named, [row for row in rows if wanted.casefold() in str(row.get("headline", "")).casefold()]):
        current = found if wanted.startswith(DATA) else [row for row in found if not row["replaced"]]
        iris = sorted({row["article"] for row in current})
        if len(iris) == 1:
            return str(iris[0])
        if iris:
            raise UsageError(f"“{wanted}” names {len(iris)} articles: {', '.join(iris[:5])}")
    raise UsageError(f"no article “{wanted}” in this store (an IRI, a URL, a file name or a headline)")


def find_node(store: Reader, wanted: str) -> str:
    """The IRI of the one speaker, outlet or source of that name, else of the article; see `find_article`.

    Raises:
        UsageError: if there is none, or more than one.
    """
    found = identify.matching(identify.identities(store), wanted)
    if len(found) > 1:
        raise UsageError(f"“{wanted}” can be {len(found)} identities: {'; '.join(map(str, found))}")
    return found[0].id if found else find_article(store, wanted)


def find_retracted(store: Reader, wanted: str) -> str:
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


def show(store: Reader, wanted: str) -> Extraction:
    """The article that `wanted` names, with its utterances; see `find_article`.

    Raises:
        UsageError: if there is none, or more than one.
    """
    return store.extraction(find_article(store, wanted))


def stats(store: Reader) -> list[Row]:
    """What is in the store, as rows of `STATS_COLUMNS`; current versions only, unless it says else."""
    rows: list[Row] = []
    for what, count in store.counts().items():
        rows.append({"what": what, "count": count})
        if what == "utterances":
            rows += [{"what": f"… {row['type']}", "count": row["n"]} for row in ask(store, _BY_TYPE)]
    return rows


def _said(store: Reader, speakers: Sequence[str]) -> Iterator[Row]:
    for values in _values("speaker", speakers):
        yield from ask(store, _SAID % values)


def utterances(store: Reader, some: Sequence[str]) -> list[Row]:
    """The rows of some utterances (IRIs), oldest first, each with cue, addressee and chain (`WHO_COLUMNS` and more)."""
    cues, addressees, times = (_words(store, f"kg:{part}At", some, " ") for part in ("cue", "addressee", "said"))
    steps: dict[str, list[Row]] = {}
    rows: list[Row] = []
    for values in _values("utterance", some):
        for step in ask(store, _STEPS % values):
            steps.setdefault(step["utterance"], []).append(step)
        rows += ask(store, _UTTERANCES % values)
    parts = {"cue": cues, "addressee": addressees, "said": times}
    told = [row | {name: words.get(row["utterance"]) for name, words in parts.items()} for row in rows]
    return sorted((_row(row, steps.get(row["utterance"], [])) for row in told), key=_in_time)


def _row(row: Row, steps: list[Row]) -> Row:
    known = {**row, "speaker": row.get("name"), "speaker_id": row.get("speaker")}
    known.pop("name", None)
    chain = [{name: step[name] for name in ("step", "position", "label", "kind")} for step in steps]
    return {**known, "sources": [step["label"] for step in steps], "steps": chain}


def _words(store: Reader, part: str, nodes: Sequence[str], joint: str) -> dict[str, str]:
    """For each node the words that its `part` points to, in the order of the text."""
    found: dict[str, list[str]] = {}
    for values in _values("node", nodes):
        for row in ask(store, _WORDS % (values, part)):
            found.setdefault(row["node"], []).append(row["exact"])
    return {node: joint.join(words) for node, words in found.items()}


def _places(store: Reader, part: str, nodes: Sequence[str]) -> dict[str, tuple[tuple[int, int], ...]]:
    """For each node the places that its `part` points to, in the order of the text."""
    found: dict[str, list[tuple[int, int]]] = {}
    for values in _values("node", nodes):
        for row in ask(store, _PLACES % (values, part)):
            found.setdefault(row["node"], []).append((row["start"], row["end"]))
    return {node: tuple(places) for node, places in found.items()}


def _speaker_kinds(store: Reader, utterances: Sequence[str]) -> dict[str, str]:
    """What sort of speaker each utterance has."""
    values = _values("utterance", utterances)
    return {row["utterance"]: row["kind"] for each in values for row in ask(store, _SPOKEN % each)}


def _values(name: str, iris: Sequence[str]) -> Iterator[str]:
    """VALUES clauses of at most `BATCH` IRIs each, which must come from the store."""
    for start in range(0, len(iris), BATCH):
        listed = " ".join(f"<{iri}>" for iri in iris[start : start + BATCH])
        yield f"VALUES ?{name} {{ {listed} }}"


def _road(
    row: Row, evidence: Mapping[str, str], places: Mapping[str, tuple[tuple[int, int], ...]], kinds: Mapping[str, str]
) -> Road:
    nodes = [(step, step["step"]) for step in row["steps"]]
    steps = tuple(Step(s["label"], s["kind"], evidence.get(node), places.get(node, ())) for s, node in nodes)
    known = {name: row.get(name) for name in ("outlet", "date", "file", "speaker", "cue")}
    said = row["utterance"]
    return Road(
        utterance=said,
        wording=row["wording"],
        steps=steps,
        speaker_kind=kinds.get(said),
        spans=places.get(said, ()),
        **known,
    )


def _names(row: Mapping[str, Any]) -> Sequence[str]:
    file = str(row.get("file", ""))
    base = file.rpartition("/")[2]
    names = [file, base, base.partition(".")[0]]
    return [f"{name}:{row['line']}" for name in names] if "line" in row else names


def _lowered(words: str) -> str:
    """The words as SPARQL's LCASE has them; `casefold` would make "ß" something that no text holds."""
    return " ".join(unicodedata.normalize("NFC", words).lower().split())


def _lines(joined: object) -> list[str]:
    return sorted(filter(None, str(joined or "").split("\n")))


def _in_time(row: Mapping[str, Any]) -> tuple[str, str, str]:
    return str(row.get("date") or "9999"), str(row.get("file") or ""), str(row["utterance"])
