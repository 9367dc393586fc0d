"""What the API tells of each thing, as JSON objects; `api_schema` describes them.

An identity, claim or article that something is about is a reference: `{"id", "label", "kind"}`. What is not known is
null. Texts in which something stands out are lists of `parts`, so that nobody needs to count code points.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kg import ask
from kg.checks.judged import short, verdict_on, verdicts
from kg.checks.origins import copied, origins
from kg.claims.drift import differences
from kg.exports.article import segments
from kg.exports.findings import Printed, context
from kg.identify import Identity
from kg.network import Road, road, target
from kg.records import Extraction, Finding, Language, Said, SpeechType, Verdict
from kg.store.reader import Reader
from kg.web.api_reading import Entry, Reading, Related

Json = dict[str, Any]


def reference(reading: Reading, node: str | None) -> Json | None:
    """What leads to the page of a node; None for none and for what is not in the graph."""
    if node is None or node not in reading.graph:
        return None
    data = reading.graph.nodes[node]
    label = reading.claims[node]["wording"] if node in reading.claims else data["label"]
    return {"id": node, "label": label, "kind": data["kind"]}


def speaker(identity: Identity) -> Json:
    """Who somebody is, and how often they are heard."""
    return {
        "id": identity.id,
        "label": identity.label,
        "kind": identity.kind,
        "names": list(identity.names),
        "utterances": identity.utterances,
        "relayed": identity.relayed,
        "wikidata": identity.wikidata,
    }


def outlet(reading: Reading, node: str, entries: Sequence[Entry]) -> Json:
    """An outlet with the numbers of its articles and utterances among `entries`."""
    printed = [each for each in entries if each.outlet == node]
    return {
        "id": node,
        "label": reading.graph.nodes[node]["label"],
        "articles": len({each.article for each in printed}),
        "utterances": len(printed),
    }


def brief(reading: Reading, node: str) -> Json:
    """An utterance as far as the graph tells it: what, who, where, when."""
    entry, data = reading.entry[node], reading.graph.nodes[node]
    return {
        "id": node,
        "wording": data["wording"],
        "type": entry.type,
        "date": None if entry.date == "9999" else entry.date,
        "speaker": reference(reading, entry.speaker),
        "outlet": reference(reading, entry.outlet),
        "article": reference(reading, entry.article),
        "claim": entry.claim,
    }


def utterances(reading: Reading, reader: Reader, nodes: Sequence[str]) -> list[Json]:
    """The utterances in the order given, with all that is known of each."""
    rows = {row["utterance"]: row for row in ask.utterances(reader, nodes)}
    return [_utterance(reading, node, rows[node]) for node in nodes if node in rows]


def _utterance(reading: Reading, node: str, row: ask.Row) -> Json:
    data = reading.graph.nodes[node]
    return brief(reading, node) | {
        "medium": data.get("medium"),
        "modality": data.get("modality"),
        "negated": data.get("negated", False),
        "confidence": data.get("confidence"),
        "named": row["speaker"],
        "cue": row["cue"],
        "addressee": row["addressee"],
        "said": row["said"],
        "said_from": row.get("said_from"),
        "said_until": row.get("said_until"),
        "sources": [{"label": step["label"], "kind": step["kind"]} for step in row["steps"]],
        "spans": [[span.start, span.end] for span in data.get("spans", ())],
    }


def claim(row: ask.Row) -> Json:
    """A claim with who made it and who printed it."""
    return {
        "id": row["claim"],
        "wording": row["wording"],
        "utterances": row["utterances"],
        "first": row.get("first"),
        "outlets": row["outlets"],
        "speakers": row["speakers"],
    }


def claim_page(
    reading: Reading, reader: Reader, node: str, articles: Callable[[str], Printed], against: str | None = None
) -> Json:
    """A claim with its printings and how they differ from one, its origins, and what speaks for and against it.

    `against` is the printing that the others are held against: unless somebody asks for another, the fullest of the
    first day.
    """
    printed = reading.printed(node)
    related = [each for each in reading.related(*printed) if not {each.left, each.right} <= set(printed)]
    opposed = [each for each in related if each.relation in ("contradicts", "denies")]
    found = [each for each in reading.findings.values() if node in each.nodes or set(printed) & set(each.nodes)]
    said = verdicts(reader)
    model = against if against in printed else _fullest(reading, printed)
    return claim(reading.claims[node]) | {
        "against_which": model,
        "printings": printings(reading, reader, printed, model),
        "origins": origins_of(reading, reader, printed),
        "for": [relation(reading, each) for each in related if each not in opposed],
        "against": [relation(reading, each) for each in opposed],
        "findings": [finding(reading, each, said, articles) for each in found],
    }


def _fullest(reading: Reading, printed: Sequence[str]) -> str | None:
    day = reading.entry[printed[0]].date if printed else ""
    first = [each for each in printed if reading.entry[each].date == day]
    return max(first, key=lambda each: len(reading.graph.nodes[each]["wording"]), default=None)


def printings(reading: Reading, reader: Reader, nodes: Sequence[str], model: str | None) -> list[Json]:
    """The printings of one claim, each with its wording in parts as it differs from the one that is the model.

    `missing` are the words of the model that it does not have.
    """
    told = utterances(reading, reader, nodes)
    said = {each["id"]: _said(each) for each in told}
    found = []
    for each in told:
        own = said[each["id"]]
        first = said.get(model or "", own)
        changes = differences(first, own)
        whole = [change.change.value for change in changes if change.change.value in _WHOLE]
        spans = [(d.right, d.change.value) for d in changes if d.right and d.change.value not in _WHOLE]
        lost = [(d.left.of(first.text), d.change.value) for d in changes if d.left and not d.right]
        found.append(
            each
            | {
                "parts": _parts(own.text, [(span.start, span.end, change) for span, change in spans]),
                "missing": [{"words": words, "change": change} for words, change in lost if change not in _WHOLE],
                "changes": whole,
            }
        )
    return found


_WHOLE = frozenset({"quotation promoted", "quotation demoted"})
"""Changes of a printing as a whole."""


def origins_of(reading: Reading, reader: Reader, nodes: Sequence[str]) -> Json:
    """On how many origins some printings rest (from `least` to `most`), and by which road each came.

    `roads` are trees' branches: outlet, stations with their evidence, origin. `copy_of` is the printing that it was
    copied from, or that was copied with it.
    """
    roads = [road(reading.graph, each) for each in nodes]
    least, most = origins(reading.graph, roads) if roads else (0, 0)
    copies = copied(reading.graph, roads)
    shown = {each.utterance: each for each in ask.roads(reader, nodes)}
    return {
        "least": least,
        "most": most,
        "outlets": len({reading.entry[each].outlet for each in nodes} - {None}),
        "roads": [_branch(reading, each, shown[each.utterance], copies.get(each.utterance)) for each in roads],
    }


def _branch(reading: Reading, way: Road, shown: ask.Road, copy: str | None) -> Json:
    entry = reading.entry[way.utterance]
    return {
        "utterance": way.utterance,
        "article": reference(reading, entry.article),
        "outlet": reference(reading, entry.outlet),
        "date": None if entry.date == "9999" else entry.date,
        "stations": [_station(reading, node, step) for node, step in zip(way.stations, shown.steps, strict=False)],
        "origin": _node(reading, way.origin, shown.end[0]) | {"kind": way.kind.value},
        "copy_of": copy if copy != way.utterance else None,
    }


def _station(reading: Reading, node: str, step: ask.Step) -> Json:
    return _node(reading, node, step.label) | {"kind": step.kind, "evidence": step.evidence}


def _node(reading: Reading, node: str, label: str | None) -> Json:
    known = reading.graph.nodes.get(node)
    named = known["label"] if known and known["kind"] != "utterance" else label
    return {"id": node if node in reading.identities else None, "key": node, "label": named}


def chain(reading: Reading, way: ask.Road) -> Json:
    """The road of one utterance into print, nearest reporter first."""
    label, kind = way.end
    return brief(reading, way.utterance) | {
        "cue": way.cue,
        "steps": [
            {"label": s.label, "kind": s.kind, "evidence": s.evidence, "spans": [list(span) for span in s.spans]}
            for s in way.steps
        ],
        "end": {"label": label, "kind": kind},
    }


def relation(reading: Reading, found: Related) -> Json:
    """What two utterances are to each other."""
    return {
        "id": found.id,
        "relation": found.relation,
        "how": found.how,
        "score": found.score,
        "left": brief(reading, found.left),
        "right": brief(reading, found.right),
    }


def said_of(found: Finding, told: Sequence[Verdict]) -> str | None:
    """ "accepted" or "rejected"; None if nothing was said of a finding."""
    verdict = verdict_on(found, told)
    return None if verdict is None else "accepted" if verdict.accepted else "rejected"


def finding(reading: Reading, found: Finding, told: Sequence[Verdict], articles: Callable[[str], Printed]) -> Json:
    """A finding with its evidence in context, what it is about, and what was said of it."""
    verdict = verdict_on(found, told)
    nodes = {
        node: reading.claim_of(node) if reading.graph.nodes[node]["kind"] == "utterance" else node
        for node in found.nodes
        if node in reading.graph
    }
    about = [reference(reading, node) for node in dict.fromkeys(nodes.values()) if node]
    return {
        "id": found.id,
        "short": short(found),
        "check": found.check,
        "severity": found.severity.value,
        "message": found.message,
        "english": found.told(Language.ENGLISH),
        "verdict": said_of(found, told),
        "why": verdict.why if verdict else None,
        "about": [each for each in about if each and each["kind"] != "source"],
        "evidence": [
            _evidence(reading, each.article, each.passage.spans, articles(each.article))
            for each in found.evidence
            if each.passage.spans
        ],
    }


def _evidence(reading: Reading, article: str, spans: Any, printed: Printed) -> Json:
    utterance = reading.places.get((article, tuple(spans)))
    said = reading.entry[utterance] if utterance else None
    return {
        "article": {"id": article, "label": printed.headline or article, "kind": "article"},
        "outlet": printed.outlet,
        "date": printed.published,
        "utterance": utterance,
        "speaker": reference(reading, said.speaker if said else None),
        "parts": [{"words": words, "marked": marked} for words, marked in context(printed.text, spans)],
    }


def article(reading: Reading, node: str, said: int) -> Json:
    """An article version with the number of its utterances."""
    data = reading.graph.nodes[node]
    return {
        "id": node,
        "label": data["label"],
        "date": data.get("date"),
        "outlet": reference(reading, target(reading.graph, node, "publishedBy")),
        "url": data.get("url"),
        "file": data.get("file"),
        "utterances": said,
    }


def article_page(reading: Reading, reader: Reader, extraction: Extraction) -> Json:
    """An article version with its text in stretches, and its utterances.

    `segments` is the whole text in order: `words`, and the `parts` of utterances that lie over them, outermost first,
    as pairs of utterance and name. A version that a newer one replaces is not `current`; its utterances are told as
    the article has them.
    """
    told = extraction.article
    current = told.id in reading.graph
    nodes = [each.id for each in extraction.utterances if each.id in reading.entry]
    return {
        "id": told.id,
        "label": told.headline or str(told.source),
        "date": told.published,
        "outlet": reference(reading, target(reading.graph, told.id, "publishedBy")) if current else None,
        "url": told.url,
        "file": told.source.path,
        "authors": list(told.authors),
        "current": current,
        "segments": [
            {
                "words": segment.span.of(told.text),
                "parts": [[utterance.id, part] for utterance, part in segment.parts],
            }
            for segment in segments(extraction)
        ],
        "utterances": utterances(reading, reader, nodes),
    }


def _said(told: Mapping[str, Any]) -> Said:
    return Said(told["wording"], type=SpeechType(told["type"]))


def _parts(text: str, spans: Sequence[tuple[int, int, str]]) -> list[Json]:
    """The text in stretches, each with what became of it (None: it is as it was)."""
    parts: list[Json] = []
    at = 0
    for start, end, change in sorted(spans):
        if start >= at:
            parts += [{"words": text[at:start], "change": None}, {"words": text[start:end], "change": change}]
            at = end
    return [part for part in [*parts, {"words": text[at:], "change": None}] if part["words"]]
