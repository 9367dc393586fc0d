"""What the API answers to each question, from one state of the store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from kg import ask
from kg.checks.judged import verdicts
from kg.errors import StoreError, UsageError
from kg.exports.findings import articles as printed_in
from kg.identify import Identity
from kg.network import condense, of_kind, part
from kg.records import Finding, Severity
from kg.store import list_queries
from kg.store.reader import Reader
from kg.web import api_records
from kg.web.api_lists import NARROWING, chosen, is_narrowed, outlet_is
from kg.web.api_reading import Entry, Reading
from kg.web.api_schema import Described
from kg.web.search import Hit, marked

Json = dict[str, Any]

EXCERPT = 60
"""Code points before the first find in a text that is shown of it. Set by hand: about half a line."""
SHOWN = 240
"""Code points of a text that a search shows. Set by hand: three lines."""


class Missing(UsageError):
    """There is no such thing."""


class Asked(NamedTuple):
    """What a request is about: a state of the store, and the parameters, `id` among them."""

    reader: Reader
    reading: Reading
    given: Mapping[str, str]

    @property
    def id(self) -> str:
        """The IRI in the path."""
        return self.given["id"]


class Listed(NamedTuple):
    """A list: its things in the order of `key`, and how some of them are told."""

    items: Sequence[Any]
    key: Callable[[Any], Sequence[Any]]
    tell: Callable[[Sequence[Any]], Iterable[Json]]


class Told(NamedTuple):
    """One thing, and the nodes and utterances that make it up, for files."""

    told: Json
    nodes: Sequence[str] = ()
    utterances: Sequence[str] = ()


Answer = Listed | Told


def summary(asked: Asked) -> Told:
    """What there is in all."""
    reading = asked.reading
    days = [each.date for each in reading.entries if each.date < "9999"]
    found = Counter(each.check for each in reading.findings.values())
    counts = {
        "articles": sum(1 for _ in of_kind(reading.graph, "article")),
        "utterances": len(reading.entries),
        "speakers": sum(1 for each in reading.identities.values() if each.utterances),
        "claims": len(reading.claims),
        "outlets": len({each.outlet for each in reading.entries} - {None}),
        "relations": len(reading.relations),
        "findings": len(reading.findings),
    }
    known = {"first": min(days, default=None), "last": max(days, default=None)}
    return Told({"counts": counts, **known, "checks": dict(found), "judging": asked.given.get("judging") == "yes"})


def speakers(asked: Asked) -> Listed:
    """Who speaks."""
    given, reading = asked.given, asked.reading
    kept = [each for each in reading.identities.values() if each.kind == given.get("kind", each.kind)]
    if wanted := given.get("q"):
        fitting = {hit.id for hit in reading.index.find(wanted, ["speaker", "outlet"])}
        kept = [each for each in kept if each.id in fitting]
    if is_narrowed(given):
        speaking = {each.speaker for each in chosen(reading, given)}
        kept = [each for each in kept if each.id in speaking]
    return Listed(sorted(kept, key=_talkative), _talkative, lambda some: map(api_records.speaker, some))


def _talkative(identity: Identity) -> tuple[Any, ...]:
    return -identity.utterances, -identity.relayed, identity.label, identity.id


def speaker(asked: Asked) -> Told:
    """One who speaks."""
    reading = asked.reading
    identity = reading.identities.get(asked.id) or next(
        (each for each in reading.identities.values() if asked.id in each.members), None
    )
    if identity is None:
        raise Missing(f"nobody {asked.id} speaks in this store")
    entries = chosen(reading, {"speaker": identity.id})
    days = [each.date for each in entries if each.date < "9999"]
    places = Counter(each.outlet for each in entries if each.outlet)
    said = [each.id for each in entries]
    concerned = {*said, identity.id}
    told = api_records.speaker(identity) | {
        "first": min(days, default=None),
        "last": max(days, default=None),
        "roles": list(reading.graph.nodes[identity.id].get("roles", ())) if identity.id in reading.graph else [],
        "outlets": [
            {**(api_records.reference(reading, outlet) or {}), "utterances": number}
            for outlet, number in sorted(places.items(), key=lambda pair: (-pair[1], pair[0]))
        ],
        "relations": [api_records.relation(reading, each) for each in reading.related(*said)],
        "findings": told_findings(asked, [f for f in reading.findings.values() if concerned & set(f.nodes)]),
    }
    return Told(told, [identity.id, *identity.members, *said], said)


def outlets(asked: Asked) -> Listed:
    """Who prints."""
    entries = chosen(asked.reading, asked.given)
    told = [api_records.outlet(asked.reading, each, entries) for each in {e.outlet for e in entries if e.outlet}]
    return Listed(sorted(told, key=_much_printed), _much_printed, lambda some: some)


def _much_printed(told: Json) -> tuple[Any, ...]:
    return -told["utterances"], told["label"], told["id"]


def utterances(asked: Asked) -> Listed:
    """Who said what."""

    def tell(some: Sequence[Entry]) -> list[Json]:
        return api_records.utterances(asked.reading, asked.reader, [each.id for each in some])

    return Listed(chosen(asked.reading, asked.given), lambda each: each[:2], tell)


def utterance(asked: Asked) -> Told:
    """One utterance."""
    if asked.id not in asked.reading.entry:
        raise Missing(f"there is no utterance {asked.id} in this store's current articles")
    (told,) = api_records.utterances(asked.reading, asked.reader, [asked.id])
    (road,) = ask.roads(asked.reader, [asked.id])
    related = [api_records.relation(asked.reading, each) for each in asked.reading.related(asked.id)]
    chain = api_records.chain(asked.reading, road)
    return Told(told | {"road": chain, "relations": related}, [asked.id], [asked.id])


def claims(asked: Asked) -> Listed:
    """What is said."""
    rows = list(asked.reading.claims.values())
    if is_narrowed(asked.given):
        fitting = {each.claim for each in chosen(asked.reading, asked.given)}
        rows = [row for row in rows if row["claim"] in fitting]
    return Listed(sorted(rows, key=_much_said), _much_said, lambda some: map(api_records.claim, some))


def _much_said(row: ask.Row) -> tuple[Any, ...]:
    return -row["utterances"], row.get("first") or "9999", row["claim"]


def claim(asked: Asked) -> Told:
    """One claim."""
    node = asked.reading.stands(asked.id)
    if node not in asked.reading.claims:
        raise Missing(f"there is no claim {asked.id} in this store's current articles")
    articles = printed_in(asked.reader)
    told = api_records.claim_page(asked.reading, asked.reader, node, articles, asked.given.get("against"))
    printed = asked.reading.printed(node)
    return Told(told, [node, *printed], printed)


def chains(asked: Asked) -> Listed:
    """The roads of what somebody passed on."""
    entries = [each for each in chosen(asked.reading, asked.given) if asked.reading.is_relayed(each.id)]

    def tell(some: Sequence[Entry]) -> list[Json]:
        roads = {road.utterance: road for road in ask.roads(asked.reader, [each.id for each in some])}
        return [api_records.chain(asked.reading, roads[each.id]) for each in some]

    return Listed(entries, lambda each: each[:2], tell)


def findings(asked: Asked) -> Listed:
    """What a desk should look at."""
    given, reading = asked.given, asked.reading
    found: Iterable[Finding] = reading.findings.values()
    if check := given.get("check"):
        found = [each for each in found if each.check == check]
    if least := given.get("severity"):
        rank = _severity(least).rank
        found = [each for each in found if each.severity.rank >= rank]
    if is_narrowed(given):
        found = _concerned(reading, found, given)
    kept = list(found)
    said = given.get("verdict", "all")
    if said not in ("all", "open", "accepted", "rejected"):
        raise UsageError(f"verdict is open, accepted, rejected or all, not “{said}”")
    if said != "all":
        told = verdicts(asked.reader)
        kept = [each for each in kept if (api_records.said_of(each, told) or "open") == said]
    return Listed(kept, lambda each: reading.order[each.id], lambda some: told_findings(asked, some))


def _concerned(reading: Reading, found: Iterable[Finding], given: Mapping[str, str]) -> list[Finding]:
    """The findings about utterances that fit, or whose message has the words."""
    fitting = {each.id for each in chosen(reading, given)}
    fitting |= {each.claim for each in map(reading.entry.__getitem__, fitting) if each.claim}
    by_words = bool(given.get("about")) and not any(given.get(name) for name in NARROWING if name != "about")
    return [
        each
        for each in found
        if fitting & set(each.nodes) or (by_words and any(hit for _, hit in marked(each.message, given["about"])))
    ]


def _severity(written: str) -> Severity:
    with suppress(ValueError):
        return Severity(written)
    raise UsageError(f"severity is {', '.join(Severity)}, not “{written}”")


def finding(asked: Asked) -> Told:
    """One finding."""
    ends = [each for name, each in asked.reading.findings.items() if name.endswith(asked.id)]
    if len(ends) != 1:
        raise Missing(f"no finding ends in {asked.id}" if not ends else f"several findings end in {asked.id}")
    (told,) = told_findings(asked, ends)
    said = [node for node in ends[0].nodes if node in asked.reading.entry]
    return Told(told, [ends[0].id], said)


def told_findings(asked: Asked, some: Sequence[Finding]) -> list[Json]:
    """Findings as JSON, with what was said of them."""
    told, articles = verdicts(asked.reader), printed_in(asked.reader)
    return [api_records.finding(asked.reading, each, told, articles) for each in some]


def articles(asked: Asked) -> Listed:
    """What was read."""
    given, reading = asked.given, asked.reading
    said = Counter(each.article for each in reading.entries)
    told = [api_records.article(reading, each, said[each]) for each in of_kind(reading.graph, "article")]
    if words := given.get("about"):
        fitting = {hit.id for hit in reading.index.find(words, ["article"])}
        told = [each for each in told if each["id"] in fitting]
    if outlet := given.get("outlet"):
        told = [each for each in told if each["outlet"] and outlet_is(reading, each["outlet"]["id"], outlet)]
    others = {name: value for name, value in given.items() if name in ("speaker", "claim", "from", "to")}
    if others:
        fitting = {each.article for each in chosen(reading, others)}
        told = [each for each in told if each["id"] in fitting]
    return Listed(sorted(told, key=_in_time), _in_time, lambda some: some)


def _in_time(told: Json) -> tuple[Any, ...]:
    return told["date"] or "9999", told["id"]


def article(asked: Asked) -> Told:
    """One article version."""
    try:
        extraction = asked.reader.extraction(asked.id)
    except StoreError as error:
        raise Missing(str(error)) from None
    told = api_records.article_page(asked.reading, asked.reader, extraction)
    return Told(told, [asked.id, *(each.id for each in extraction.utterances)], [e["id"] for e in told["utterances"]])


def relations(asked: Asked) -> Listed:
    """What utterances are to each other."""
    reading, wanted = asked.reading, asked.given.get("relation")
    found = [each for each in reading.relations if wanted in (None, each.relation)]
    if is_narrowed(asked.given):
        fitting = {each.id for each in chosen(reading, asked.given)}
        found = [each for each in found if each.left in fitting or each.right in fitting]
    return Listed(
        found,
        lambda each: (-each.score, each.id, each.relation),
        lambda some: [api_records.relation(reading, each) for each in some],
    )


def search(asked: Asked) -> Listed:
    """What fits a query."""
    query, kind = asked.given.get("q", ""), asked.given.get("kind")
    hits = asked.reading.index.find(query, [kind] if kind else [], loosely=True)
    numbered = list(enumerate(hits))
    return Listed(numbered, lambda pair: [pair[0]], lambda some: [_hit(asked, hit, query) for _, hit in some])


def _hit(asked: Asked, hit: Hit, query: str) -> Json:
    reading, node = asked.reading, hit.id
    label = (api_records.reference(reading, node) or {})["label"]
    parts, known = marked(label, query), _of_kind(asked, hit)
    if hit.kind == "article" and not any(is_hit for _, is_hit in parts):
        parts += [(" – ", False), *_excerpt(marked(printed_in(asked.reader)(node).text, query))]
    shown = [{"words": words, "marked": is_hit} for words, is_hit in _cut(parts)]
    return {"kind": hit.kind, "id": node, "label": label, "parts": shown} | known


def _of_kind(asked: Asked, hit: Hit) -> Json:
    """What a search shows beside the label: `about`, `date`, and the `number` of utterances."""
    reading, node = asked.reading, hit.id
    match hit.kind:
        case "speaker":
            identity = reading.identities[node]
            return {"about": ", ".join(identity.names) or None, "date": None, "number": identity.utterances}
        case "claim":
            row = reading.claims[node]
            about = " · ".join(filter(None, (", ".join(row["speakers"]), ", ".join(row["outlets"]))))
            return {"about": about or None, "date": row.get("first"), "number": row["utterances"]}
        case "utterance":
            told = api_records.brief(reading, node)
            about = " · ".join(each["label"] for each in (told["speaker"], told["outlet"]) if each)
            return {"about": about or None, "date": told["date"], "number": 1}
        case "article":
            said = sum(each.article == node for each in reading.entries)
            told = api_records.article(reading, node, said)
            outlet = told["outlet"]
            return {"about": outlet and outlet["label"], "date": told["date"], "number": said}
    return {"about": None, "date": None, "number": sum(each.outlet == node for each in reading.entries)}


def _excerpt(parts: Sequence[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """The text from a little before its first find on."""
    first = next((at for at, (_, is_hit) in enumerate(parts) if is_hit), 0)
    before = parts[first - 1][0] if first else ""
    lead = f"… {before[-EXCERPT:].partition(' ')[2]}" if len(before) > EXCERPT else before
    return [(lead, False), *parts[first:]]


def _cut(parts: Iterable[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """The first `SHOWN` code points."""
    found: list[tuple[str, bool]] = []
    room = SHOWN
    for words, is_hit in parts:
        if room <= 0:
            return [*found, (" …", False)]
        found.append((words if len(words) <= room else words[:room].rpartition(" ")[0], is_hit))
        room -= len(words)
    return found if room >= 0 else [*found, (" …", False)]


def graph(asked: Asked) -> Told:
    """What is drawn."""
    reading, placed = asked.reading, asked.reading.layout()
    said = [each.id for each in chosen(reading, asked.given)]
    whole = condense(part(reading.graph, said))
    if kind := asked.given.get("kind"):
        whole = whole.subgraph([node for node, data in whole.nodes(data=True) if data["kind"] == kind])
    drawn = whole.subgraph([node for node in whole if node in placed])
    nodes = [
        {"id": node, "label": data["label"], "kind": data["kind"], "weight": data["weight"]}
        | dict(zip("xy", placed[node], strict=True))
        for node, data in drawn.nodes(data=True)
    ]
    edges = [
        {"source": source, "target": goal, "kind": data["kind"], "weight": data["weight"]}
        for source, goal, data in drawn.edges(data=True)
    ]
    return Told({"nodes": nodes, "edges": edges, "left_out": len(whole) - len(drawn)}, [], said)


def queries(asked: Asked) -> Listed:
    """The named queries."""
    told = [
        {"name": each.name, "title_de": each.title_de, "title_en": each.title_en, "text": each.whole}
        for each in list_queries()
    ]
    return Listed(told, lambda query: [query["name"]], lambda some: some)


_LISTS = ("csv", "jsonld")
_PAGES = ("jsonld", "graphml", "gexf")
_WHERE = ("speaker", "outlet", "from", "to", "about")
_LOOK = ("check", "severity", "verdict")

ANSWERS: Sequence[tuple[Described, Callable[[Asked], Answer]]] = (
    (Described("/summary", "What there is in all.", "Summary"), summary),
    (
        Described(
            "/search", "What fits names, outlets, words and dates; the best first.", "Hit", ("q", "kind"), ("csv",)
        ),
        search,
    ),
    (
        Described("/speakers", "Who speaks; the most talkative first.", "Speaker", ("q", "kind", *_WHERE[1:]), _LISTS),
        speakers,
    ),
    (
        Described("/speakers/{id}", "One who speaks: when, where, and what contradicts it.", "SpeakerPage", (), _PAGES),
        speaker,
    ),
    (Described("/outlets", "Who prints; the most printing first.", "Outlet", _WHERE, ("csv",)), outlets),
    (Described("/utterances", "Who said what; the oldest first.", "Utterance", NARROWING, _LISTS), utterances),
    (Described("/utterances/{id}", "An utterance with its road into print.", "UtterancePage", (), _PAGES), utterance),
    (Described("/claims", "What is said; the most printed first.", "Claim", NARROWING, _LISTS), claims),
    (
        Described("/claims/{id}", "A claim: printings, origins, for and against.", "ClaimPage", ("against",), _PAGES),
        claim,
    ),
    (Described("/chains", "How what somebody passed on came into print.", "Chain", NARROWING, ("csv",)), chains),
    (Described("/findings", "What to look at; the gravest first.", "Finding", (*_LOOK, *_WHERE), _LISTS), findings),
    (Described("/findings/{id}", "A finding; the end of its IRI is enough.", "Finding", (), _PAGES), finding),
    (Described("/articles", "What was read; the oldest first.", "Article", (*_WHERE, "claim"), _LISTS), articles),
    (Described("/articles/{id}", "An article with its utterances in place.", "ArticlePage", (), _PAGES), article),
    (
        Described("/relations", "What utterances are to each other.", "Relation", ("relation", *_WHERE), _LISTS),
        relations,
    ),
    (
        Described(
            "/graph",
            "Speakers, claims, outlets, and where to draw them.",
            "Drawing",
            ("kind", *_WHERE),
            ("graphml", "gexf"),
        ),
        graph,
    ),
    (Described("/queries", "The named queries.", "Query"), queries),
)
"""What the API tells, and by which function, in the order of its description."""
