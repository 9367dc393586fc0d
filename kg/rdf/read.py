"""Quads to records: the way back from named graphs.

What stands beside the store is handed in: the text, and the map from its offsets to the source's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from kg.rdf.terms import PARTS, TYPE, Literal, Object, Quad, member, plain
from kg.records import (
    Article,
    Entity,
    EntityKind,
    Evidence,
    Extraction,
    ExtractionRun,
    Finding,
    Judgement,
    Medium,
    Mention,
    Modality,
    Office,
    OffsetMap,
    Passage,
    Quantity,
    Severity,
    Source,
    SourceStep,
    Span,
    SpeechType,
    Utterance,
    When,
)
from kg.vocab import KG, OA, PROV, RDF, RDFS, SCHEMA

_FINDING = KG + "Finding"
_E = TypeVar("_E", SpeechType, Medium, Modality, EntityKind, Severity)


class _Graph:
    """Quads by subject and predicate, with readers for the shapes that `write` makes."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._nodes: dict[str, dict[str, list[Object]]] = {}
        for subject, predicate, object, _ in quads:
            self._nodes.setdefault(subject, {}).setdefault(predicate, []).append(object)

    def all(self, node: str, predicate: str) -> list[Object]:
        return self._nodes.get(node, {}).get(predicate, [])

    def get(self, node: str, predicate: str) -> str | None:
        found = self.all(node, predicate)
        return plain(found[0]) if found else None

    def must(self, node: str, predicate: str) -> str:
        found = self.get(node, predicate)
        if found is None:
            raise ValueError(f"{node} lacks {predicate}")
        return found

    def enum(self, node: str, predicate: str, kind: type[_E]) -> _E:
        found = member(self.must(node, predicate))
        if not isinstance(found, kind):
            raise ValueError(f"{node}: {predicate} is not a {kind.__name__}")
        return found

    def instances(self, kind: str) -> list[str]:
        return [node for node, values in self._nodes.items() if kind in values.get(TYPE, ())]

    def predicates(self, node: str) -> list[str]:
        return list(self._nodes.get(node, {}))

    def ordered(self, nodes: Iterable[str]) -> list[str]:
        return sorted(nodes, key=lambda node: int(self.must(node, KG + "position")))


def extraction(quads: Iterable[Quad], text: str, offsets: OffsetMap | None = None) -> Extraction:
    """The extraction that `quads` tell of: an article version's named graph together with its run's.

    Without `offsets` the text counts as its own source.

    Raises:
        ValueError: if the quads are not those of one article version and its run.
    """
    graph = _Graph(quads)
    articles = graph.instances(SCHEMA + "NewsArticle")
    if len(articles) != 1:
        raise ValueError(f"expected the graph of one article, found {len(articles)}")
    article = _article(graph, articles[0], text, offsets or OffsetMap.identity(text))
    return Extraction(
        article,
        tuple(_utterance(graph, node) for node in graph.ordered(graph.instances(KG + "Utterance"))),
        _run(graph, graph.must(article.id, PROV + "wasGeneratedBy")),
        tuple(_findings(graph)),
    )


def findings(quads: Iterable[Quad]) -> Iterator[Finding]:
    """The findings in `quads`, by their numbers where they have some, else in the order of `Finding.order`.

    Raises:
        ValueError: if one lacks a part.
    """
    return _findings(_Graph(quads))


def run(quads: Iterable[Quad]) -> ExtractionRun:
    """The run that `quads` describe.

    Raises:
        ValueError: if they are not those of one run.
    """
    graph = _Graph(quads)
    runs = graph.instances(PROV + "Activity")
    if len(runs) != 1:
        raise ValueError(f"expected the graph of one run, found {len(runs)}")
    return _run(graph, runs[0])


def judgements(quads: Iterable[Quad]) -> Iterator[Judgement]:
    """The judgements in `quads`, in the order in which they were written, or by their IRIs where they have no numbers.

    Raises:
        ValueError: if one lacks a part.
    """
    graph = _Graph(quads)
    nodes = graph.instances(KG + "Judgement")
    for node in sorted(nodes, key=lambda node: (int(graph.get(node, KG + "position") or 0), node)):
        yield Judgement(
            left=graph.must(node, KG + "left"),
            right=graph.must(node, KG + "right"),
            same=graph.must(node, KG + "same") == "true",
            reason=graph.must(node, RDFS + "comment"),
            score=float(graph.must(node, KG + "score")),
            by=graph.must(node, KG + "judgedBy"),
        )


def _article(graph: _Graph, node: str, text: str, offsets: OffsetMap) -> Article:
    publisher = graph.get(node, SCHEMA + "publisher")
    bylines = graph.ordered(plain(value) for value in graph.all(node, PROV + "qualifiedAttribution"))
    line = graph.get(node, KG + "sourceLine")
    return Article(
        id=node,
        text=text,
        source=Source(
            path=graph.must(node, KG + "sourceFile"),
            format=graph.must(node, KG + "sourceFormat"),
            sha256=graph.must(node, KG + "sourceSha256"),
            encoding=graph.get(node, KG + "sourceEncoding"),
            line=None if line is None else int(line),
        ),
        offsets=offsets,
        url=graph.get(node, SCHEMA + "url"),
        headline=graph.get(node, SCHEMA + "headline"),
        outlet=graph.must(publisher, SCHEMA + "name") if publisher else None,
        authors=tuple(graph.must(graph.must(byline, PROV + "agent"), SCHEMA + "name") for byline in bylines),
        published=graph.get(node, KG + "dateAsWritten") or graph.get(node, SCHEMA + "datePublished"),
        language=graph.get(node, SCHEMA + "inLanguage"),
    )


def _utterance(graph: _Graph, node: str) -> Utterance:
    quote = _passage(graph, graph.all(node, PARTS["quote"]))
    if quote is None:
        raise ValueError(f"{node} has no quote evidence")
    return Utterance(
        id=node,
        type=graph.enum(node, KG + "speechType", SpeechType),
        quote=quote,
        medium=graph.enum(node, KG + "medium", Medium),
        cue=_passage(graph, graph.all(node, PARTS["cue"])),
        frame=_passage(graph, graph.all(node, PARTS["frame"])),
        addressee=_passage(graph, graph.all(node, PARTS["addressee"])),
        speaker=_speaker(graph, node),
        sources=tuple(_steps(graph, node)),
        negated=graph.must(node, KG + "negated") == "true",
        modality=graph.enum(node, KG + "modality", Modality),
        mentions=tuple(graph.must(name, RDFS + "label") for name in _numbered(graph, node, KG + "mention")),
        quantities=tuple(_quantity(graph, number) for number in _numbered(graph, node, KG + "quantity")),
        confidence=float(graph.must(node, KG + "confidence")),
        said=_said(graph, node),
    )


def _said(graph: _Graph, node: str) -> When | None:
    evidence = _passage(graph, graph.all(node, PARTS["said"]))
    return When(graph.must(node, KG + "saidFrom"), graph.must(node, KG + "saidUntil"), evidence) if evidence else None


def _numbered(graph: _Graph, node: str, predicate: str) -> list[str]:
    return graph.ordered(plain(value) for value in graph.all(node, predicate))


def _passage(graph: _Graph, places: Sequence[Object]) -> Passage | None:
    pieces = sorted(_piece(graph, plain(place)) for place in places)
    if not pieces:
        return None
    return Passage(" ".join(exact for _, exact in pieces), tuple(span for span, _ in pieces))


def _piece(graph: _Graph, place: str) -> tuple[Span, str]:
    selectors = [plain(selector) for selector in graph.all(place, OA + "hasSelector")]
    found = {graph.must(selector, TYPE): selector for selector in selectors}
    try:
        position, quote = found[OA + "TextPositionSelector"], found[OA + "TextQuoteSelector"]
    except KeyError as error:
        raise ValueError(f"{place} lacks a selector: {error}") from None
    start, end = graph.must(position, OA + "start"), graph.must(position, OA + "end")
    return Span(int(start), int(end)), graph.must(quote, OA + "exact")


def _speaker(graph: _Graph, node: str) -> Mention | None:
    passage = _passage(graph, graph.all(node, PARTS["speaker"]))
    if passage is None:
        return None
    attribution = graph.get(node, PROV + "qualifiedAttribution")
    return Mention(
        passage,
        graph.enum(node, KG + "speakerKind", EntityKind),
        _passage(graph, graph.all(node, PARTS["antecedent"])),
        _entity(graph, graph.get(node, PROV + "wasAttributedTo")),
        graph.get(node, KG + "resolvedBecause"),
        _office(graph, node, attribution) if attribution else None,
        _entity(graph, graph.get(attribution, KG + "onBehalfOf")) if attribution else None,
    )


def _office(graph: _Graph, node: str, attribution: str) -> Office | None:
    evidence = _passage(graph, graph.all(node, PARTS["office"]))
    if evidence is None:
        return None
    former = graph.must(attribution, KG + "former") == "true"
    return Office(graph.must(attribution, KG + "officeAsWritten"), former, evidence)


def _entity(graph: _Graph, node: str | None) -> Entity | None:
    if node is None:
        return None
    return Entity(node, graph.must(node, SCHEMA + "name"), graph.enum(node, KG + "entityKind", EntityKind))


def _steps(graph: _Graph, utterance: str) -> Iterator[SourceStep]:
    node = graph.get(utterance, PROV + "wasQuotedFrom") or graph.get(utterance, PROV + "wasDerivedFrom")
    while node:
        yield SourceStep(
            graph.must(node, RDFS + "label"),
            graph.enum(node, KG + "entityKind", EntityKind),
            _passage(graph, graph.all(node, KG + "evidenceAt")),
            _entity(graph, graph.get(node, PROV + "wasAttributedTo")),
        )
        node = graph.get(node, PROV + "wasDerivedFrom")


def _quantity(graph: _Graph, node: str) -> Quantity:
    value = graph.get(node, SCHEMA + "value")
    unit, qualifier = graph.get(node, SCHEMA + "unitText"), graph.get(node, KG + "qualifier")
    return Quantity(None if value is None else float(value), unit, qualifier)


def _findings(graph: _Graph) -> Iterator[Finding]:
    found = [(int(graph.get(node, KG + "position") or 0), _finding(graph, node)) for node in graph.instances(_FINDING)]
    yield from (finding for _, finding in sorted(found, key=lambda pair: (pair[0], pair[1].order)))


def _finding(graph: _Graph, node: str) -> Finding:
    german, score = _comment(graph, node, "de"), graph.get(node, KG + "score")
    return Finding(
        id=node,
        check=graph.must(node, KG + "check"),
        severity=graph.enum(node, KG + "severity", Severity),
        message=graph.must(node, RDFS + "comment") if german is None else german,
        nodes=tuple(_members(graph, node)),
        evidence=tuple(_evidence(graph, node)),
        english=_comment(graph, node, "en") or "",
        score=None if score is None else float(score),
    )


def _comment(graph: _Graph, node: str, language: str) -> str | None:
    told = graph.all(node, RDFS + "comment")
    return next((plain(each) for each in told if isinstance(each, Literal) and each.language == language), None)


def _members(graph: _Graph, node: str) -> list[str]:
    ranks = [name for name in graph.predicates(node) if name.startswith(RDF + "_")]
    return [graph.must(node, rank) for rank in sorted(ranks, key=lambda name: int(name.removeprefix(RDF + "_")))]


def _evidence(graph: _Graph, node: str) -> Iterator[Evidence]:
    def number(place: str) -> int:
        return int(graph.must(place, KG + "position"))

    for _, group in groupby(_numbered(graph, node, KG + "evidence"), key=number):
        places = list(group)
        passage = _passage(graph, places)
        if passage:
            yield Evidence(graph.must(places[0], OA + "hasSource"), passage)


def _run(graph: _Graph, node: str) -> ExtractionRun:
    agent = graph.must(node, PROV + "wasAssociatedWith")
    return ExtractionRun(
        id=node,
        program=graph.must(agent, SCHEMA + "name"),
        version=graph.must(agent, SCHEMA + "softwareVersion"),
        model=graph.must(node, KG + "model"),
        settings=tuple(
            (graph.must(setting, SCHEMA + "name"), graph.must(setting, SCHEMA + "value"))
            for setting in _numbered(graph, node, KG + "setting")
        ),
    )
