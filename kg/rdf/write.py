"""Records to quads: what an article version, a run and a check's findings look like as named graphs.

The shape follows PROV-O, schema.org and the Web Annotation model; `schemas/kg.ttl` declares the rest. The
quads are a pure function of the records, each comes once, and every node has an IRI.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from kg.claims import cluster
from kg.rdf.terms import (
    CONTEXT,
    PARTS,
    TYPE,
    Literal,
    Object,
    Quad,
    boolean,
    date,
    day,
    double,
    encode,
    integer,
    moment,
    term,
    web_address,
    wording,
)
from kg.records import (
    Article,
    Claim,
    Entity,
    EntityKind,
    Evidence,
    Extraction,
    ExtractionRun,
    Finding,
    Mention,
    Passage,
    Quantity,
    SourceStep,
    Span,
    SpeechType,
    Utterance,
)
from kg.vocab import DCAT, KG, OA, PROV, RDF, RDFS, SCHEMA, entity_iri, findings_graph, mint

_Triple = tuple[str, str, Object]
_Claims = Callable[[Utterance], Claim | None]

CLASSES: dict[EntityKind, tuple[str, ...]] = {
    EntityKind.PERSON: (SCHEMA + "Person",),
    EntityKind.ORGANISATION: (SCHEMA + "Organization",),
    EntityKind.OUTLET: (SCHEMA + "NewsMediaOrganization",),
    EntityKind.AGENCY: (SCHEMA + "NewsMediaOrganization", KG + "NewsAgency"),
    EntityKind.DOCUMENT: (KG + "DocumentSource",),
    EntityKind.PLATFORM: (KG + "Platform",),
    EntityKind.REPORTS: (KG + "UntracedReports",),
    EntityKind.ANONYMOUS: (KG + "AnonymousSource",),
    EntityKind.UNKNOWN: (),
}
"""The classes of an identity, besides `prov:Agent`."""


def quads(extraction: Extraction, *, claim: _Claims = cluster.claim) -> Iterator[Quad]:
    """The whole named graph of an article version, each quad once; its name is the article's IRI.

    `claim` says which claim an utterance makes. The text itself, the way back to the source's offsets and
    the run's own description are not part of it.

    >>> from kg.records import Article, OffsetMap, Source
    >>> text = "Die Brücke sei sicher, sagte Hanna Vogt."
    >>> article = Article("urn:a:1", text, Source("bruecke.txt", "plain", "00"), OffsetMap.identity(text))
    >>> run = ExtractionRun("urn:run:1", "wortlaut", "0.1", "regeln")
    >>> next(quads(Extraction(article, (), run))).object
    'https://schema.org/NewsArticle'
    """
    return in_graph(extraction.article.id, _extraction(extraction, claim))


def run_quads(run: ExtractionRun) -> Iterator[Quad]:
    """The named graph that describes a run; its name is the run's IRI."""
    return in_graph(run.id, _run(run))


def finding_quads(findings: Iterable[Finding]) -> Iterator[Quad]:
    """The findings, each in the named graph of its check; their order there is that of `Finding.order`."""
    for finding in findings:
        yield from in_graph(findings_graph(finding.check), _finding(finding))


def entity_quads(entity: Entity, graph: str) -> Iterator[Quad]:
    """What describes an identity, as quads of `graph`."""
    return in_graph(graph, _entity(entity))


def in_graph(graph: str, triples: Iterable[_Triple]) -> Iterator[Quad]:
    """The triples as quads of `graph`, each once."""
    for subject, predicate, object in dict.fromkeys(triples):
        yield Quad(subject, predicate, object, graph)


def _extraction(extraction: Extraction, claim: _Claims) -> Iterator[_Triple]:
    article = extraction.article
    yield from _article(article)
    yield article.id, PROV + "wasGeneratedBy", extraction.run.id
    for number, utterance in enumerate(extraction.utterances):
        yield utterance.id, KG + "position", integer(number)
        yield from _utterance(utterance, article)
        if made := claim(utterance):
            yield from _claim(made, utterance, article)
    for number, finding in enumerate(extraction.findings):
        yield finding.id, KG + "position", integer(number)
        yield from _finding(finding, article)


def _article(article: Article) -> Iterator[_Triple]:
    node = article.id
    yield node, TYPE, SCHEMA + "NewsArticle"
    yield node, TYPE, PROV + "Entity"
    yield node, KG + "textSha256", Literal(article.text_sha256)
    if article.url is not None:
        yield node, SCHEMA + "url", web_address(article.url)
    if article.headline is not None:
        yield node, SCHEMA + "headline", wording(article.headline, article.language)
    if article.language is not None:
        yield node, SCHEMA + "inLanguage", Literal(encode(article.language))
    if article.published is not None:
        yield from _published(node, article.published)
    if outlet := _outlet(article):
        yield node, SCHEMA + "publisher", outlet.id
        yield from _entity(outlet)
    for number, name in enumerate(article.authors):
        yield from _author(article, number, name)
    yield from _source(article)


def _published(node: str, written: str) -> Iterator[_Triple]:
    typed = date(written)
    yield node, SCHEMA + "datePublished", typed
    if typed.value != encode(written):
        yield node, KG + "dateAsWritten", Literal(written)


def _outlet(article: Article) -> Entity | None:
    if article.outlet is None:
        return None
    return Entity(entity_iri(EntityKind.OUTLET, article.outlet), article.outlet, EntityKind.OUTLET)


def _author(article: Article, number: int, name: str) -> Iterator[_Triple]:
    author = Entity(entity_iri(EntityKind.PERSON, name, "author", article.outlet), name, EntityKind.PERSON)
    byline = f"{article.id}#author-{number}"
    yield article.id, SCHEMA + "author", author.id
    yield article.id, PROV + "qualifiedAttribution", byline
    yield byline, TYPE, PROV + "Attribution"
    yield byline, PROV + "agent", author.id
    yield byline, KG + "position", integer(number)
    yield from _entity(author)


def _source(article: Article) -> Iterator[_Triple]:
    node, source = article.id, article.source
    yield node, KG + "sourceFile", Literal(encode(source.path))
    yield node, KG + "sourceFormat", Literal(encode(source.format))
    yield node, KG + "sourceSha256", Literal(encode(source.sha256))
    if source.encoding is not None:
        yield node, KG + "sourceEncoding", Literal(encode(source.encoding))
    if source.line is not None:
        yield node, KG + "sourceLine", integer(source.line)


def _entity(entity: Entity) -> Iterator[_Triple]:
    yield entity.id, TYPE, PROV + "Agent"
    for name in CLASSES[entity.kind]:
        yield entity.id, TYPE, name
    yield entity.id, SCHEMA + "name", Literal(encode(entity.label))
    yield entity.id, KG + "entityKind", term(entity.kind)


def _utterance(utterance: Utterance, article: Article) -> Iterator[_Triple]:
    node = utterance.id
    yield node, TYPE, KG + "Utterance"
    yield node, TYPE, PROV + "Entity"
    if utterance.type is SpeechType.DIRECT:
        yield node, TYPE, SCHEMA + "Quotation"
    yield node, KG + "inArticle", article.id
    yield node, KG + "speechType", term(utterance.type)
    yield node, KG + "medium", term(utterance.medium)
    yield node, KG + "modality", term(utterance.modality)
    yield node, KG + "negated", boolean(utterance.negated)
    yield node, KG + "confidence", double(utterance.confidence)
    yield node, KG + "wording", wording(utterance.quote.text, article.language)
    if outlet := _outlet(article):
        yield node, KG + "outlet", outlet.id
    if article.published and (published := day(article.published)):
        yield node, KG + "date", published
    for part, passage in utterance.passages.items():
        yield from _passage(node, part, passage, article)
    if utterance.speaker:
        yield from _speaker(utterance.speaker, utterance, article)
    if utterance.said:
        yield node, KG + "saidFrom", moment(utterance.said.start)
        yield node, KG + "saidUntil", moment(utterance.said.end)
        yield from _passage(node, "said", utterance.said.evidence, article)
    yield from _chain(utterance, article)
    for number, name in enumerate(utterance.mentions):
        yield from _mention(node, number, name)
    for number, quantity in enumerate(utterance.quantities):
        yield from _quantity(node, number, quantity)


def _passage(node: str, part: str, passage: Passage, article: Article) -> Iterator[_Triple]:
    for number, (span, exact) in enumerate(_pieces(passage)):
        name = f"{node}#{part}-{number}"
        yield node, PARTS[part], name
        yield from _place(name, article.id, span, exact, article.text)


def _pieces(passage: Passage) -> Iterator[tuple[Span, str]]:
    offset = 0
    for span in passage.spans:
        end = len(passage.text) if span is passage.spans[-1] else offset + len(span)
        yield span, passage.text[offset:end]
        offset = end + 1


def _place(name: str, article: str, span: Span, exact: str, text: str | None) -> Iterator[_Triple]:
    position, quote = f"{name}-position", f"{name}-text"
    yield name, TYPE, OA + "SpecificResource"
    yield name, OA + "hasSource", article
    yield name, OA + "hasSelector", position
    yield name, OA + "hasSelector", quote
    yield position, TYPE, OA + "TextPositionSelector"
    yield position, OA + "start", integer(span.start)
    yield position, OA + "end", integer(span.end)
    yield quote, TYPE, OA + "TextQuoteSelector"
    yield quote, OA + "exact", Literal(encode(exact))
    if text is not None:
        yield quote, OA + "prefix", Literal(encode(text[max(0, span.start - CONTEXT) : span.start]))
        yield quote, OA + "suffix", Literal(encode(text[span.end : span.end + CONTEXT]))


def _speaker(speaker: Mention, utterance: Utterance, article: Article) -> Iterator[_Triple]:
    node = utterance.id
    yield node, KG + "speakerKind", term(speaker.kind)
    if speaker.antecedent:
        yield from _passage(node, "antecedent", speaker.antecedent, article)
    if speaker.reason is not None:
        yield node, KG + "resolvedBecause", Literal(encode(speaker.reason))
    if speaker.entity:
        yield node, PROV + "wasAttributedTo", speaker.entity.id
        yield node, KG + "saidBy", speaker.entity.id
        yield from _entity(speaker.entity)
        if speaker.office or speaker.principal:
            yield from _attribution(node, speaker.entity, speaker, article)


def _attribution(node: str, agent: Entity, speaker: Mention, article: Article) -> Iterator[_Triple]:
    name = f"{node}#attribution"
    yield node, PROV + "qualifiedAttribution", name
    yield name, TYPE, PROV + "Attribution"
    yield name, PROV + "agent", agent.id
    yield name, KG + "position", integer(0)
    if speaker.office:
        role = mint("office", speaker.office.label.casefold())
        yield name, DCAT + "hadRole", role
        yield name, KG + "former", boolean(speaker.office.former)
        yield name, KG + "officeAsWritten", Literal(encode(speaker.office.label))
        yield role, TYPE, DCAT + "Role"
        yield role, RDFS + "label", Literal(encode(speaker.office.label))
        yield from _passage(node, "office", speaker.office.evidence, article)
    if speaker.principal:
        yield name, KG + "onBehalfOf", speaker.principal.id
        yield agent.id, PROV + "actedOnBehalfOf", speaker.principal.id
        yield from _entity(speaker.principal)


def _chain(utterance: Utterance, article: Article) -> Iterator[_Triple]:
    steps = [f"{utterance.id}#source-{number}" for number in range(len(utterance.sources))]
    if not steps:
        return
    link = "wasQuotedFrom" if utterance.type is SpeechType.DIRECT else "wasDerivedFrom"
    yield utterance.id, PROV + link, steps[0]
    yield utterance.id, PROV + "hadPrimarySource", steps[-1]
    for number, (node, step) in enumerate(zip(steps, utterance.sources, strict=True)):
        yield from _step(node, number, step, article)
    for nearer, farther in pairwise(steps):
        yield nearer, PROV + "wasDerivedFrom", farther


def _step(node: str, number: int, step: SourceStep, article: Article) -> Iterator[_Triple]:
    yield node, TYPE, KG + "SourceStep"
    yield node, TYPE, PROV + "Entity"
    yield node, KG + "position", integer(number)
    yield node, RDFS + "label", Literal(encode(step.label))
    yield node, KG + "entityKind", term(step.kind)
    if step.evidence:
        for index, (span, exact) in enumerate(_pieces(step.evidence)):
            yield node, KG + "evidenceAt", f"{node}-at-{index}"
            yield from _place(f"{node}-at-{index}", article.id, span, exact, article.text)
    if step.entity:
        yield node, PROV + "wasAttributedTo", step.entity.id
        yield from _entity(step.entity)


def _mention(utterance: str, number: int, name: str) -> Iterator[_Triple]:
    node = f"{utterance}#mention-{number}"
    yield utterance, KG + "mention", node
    yield node, TYPE, KG + "Mention"
    yield node, KG + "position", integer(number)
    yield node, RDFS + "label", Literal(encode(name))


def _quantity(utterance: str, number: int, quantity: Quantity) -> Iterator[_Triple]:
    node = f"{utterance}#quantity-{number}"
    yield utterance, KG + "quantity", node
    yield node, TYPE, SCHEMA + "QuantitativeValue"
    yield node, KG + "position", integer(number)
    if quantity.value is not None:
        yield node, SCHEMA + "value", double(quantity.value)
    if quantity.unit is not None:
        yield node, SCHEMA + "unitText", Literal(encode(quantity.unit))
    if quantity.qualifier is not None:
        yield node, KG + "qualifier", Literal(encode(quantity.qualifier))


def _claim(claim: Claim, utterance: Utterance, article: Article) -> Iterator[_Triple]:
    yield utterance.id, SCHEMA + "interpretedAsClaim", claim.id
    yield claim.id, TYPE, SCHEMA + "Claim"
    yield claim.id, SCHEMA + "text", wording(claim.wording, article.language)
    yield claim.id, SCHEMA + "appearance", article.id


def _finding(finding: Finding, article: Article | None = None) -> Iterator[_Triple]:
    node = finding.id
    yield node, TYPE, KG + "Finding"
    yield node, KG + "check", Literal(encode(finding.check))
    yield node, KG + "severity", term(finding.severity)
    yield node, RDFS + "comment", Literal(encode(finding.message), language="de" if finding.english else None)
    if finding.english:
        yield node, RDFS + "comment", Literal(encode(finding.english), language="en")
    if finding.score is not None:
        yield node, KG + "score", double(finding.score)
    for rank, concerned in enumerate(finding.nodes, 1):
        yield node, KG + "concerns", concerned
        yield node, f"{RDF}_{rank}", concerned
    for index, evidence in enumerate(finding.evidence):
        text = article.text if article and article.id == evidence.article else None
        yield from place_triples(node, index, evidence, text)


def place_triples(node: str, index: int, evidence: Evidence, text: str | None = None) -> Iterator[_Triple]:
    """What points from a finding to its evidence number `index`; with the words around it if `text` is given."""
    for piece, (span, exact) in enumerate(_pieces(evidence.passage)):
        name = f"{node}#evidence-{index}-{piece}"
        yield node, KG + "evidence", name
        yield name, KG + "position", integer(index)
        yield from _place(name, evidence.article, span, exact, text)


def _run(run: ExtractionRun) -> Iterator[_Triple]:
    agent = mint("program", run.program, run.version)
    yield run.id, TYPE, PROV + "Activity"
    yield run.id, PROV + "wasAssociatedWith", agent
    yield run.id, KG + "model", Literal(encode(run.model))
    yield agent, TYPE, PROV + "SoftwareAgent"
    yield agent, SCHEMA + "name", Literal(encode(run.program))
    yield agent, SCHEMA + "softwareVersion", Literal(encode(run.version))
    for number, (name, value) in enumerate(run.settings):
        node = f"{run.id}#setting-{number}"
        yield run.id, KG + "setting", node
        yield node, TYPE, SCHEMA + "PropertyValue"
        yield node, KG + "position", integer(number)
        yield node, SCHEMA + "name", Literal(encode(name))
        yield node, SCHEMA + "value", Literal(encode(value))
