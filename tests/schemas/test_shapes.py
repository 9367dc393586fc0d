"""Sound graphs pass, and each kind of damage is named."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace

import pytest
from graph_samples import RUN, passage, said, story
from graph_strategies import extractions
from hypothesis import HealthCheck, given, settings

from kg import rdf
from kg.exports.textfree import TextFree
from kg.rdf import Literal, Quad
from kg.rdf.reviews import match_quads, review_quads
from kg.rdf.terms import boolean, integer, moment
from kg.records import (
    Entity,
    EntityKind,
    Evidence,
    FactCheck,
    Finding,
    Judgement,
    Match,
    Office,
    Quantity,
    Related,
    Relation,
    Severity,
    SpeechType,
    Verdict,
    When,
)
from kg.store import Store
from kg.store.texts import Texts
from kg.validate import validate, validate_graph, verify
from kg.vocab import (
    AGENTS,
    DCAT,
    IDENTITIES,
    JUDGED,
    KG,
    LEDGER,
    OA,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    VERDICTS,
    XSD,
    entity_iri,
)

TEXT = "„Der Deich bei Oberau hält stand“, sagte Hanna Vogt der Agentur ida. Das Amt zählt mehr als 20 Helfer."


def sound():
    made = story(
        TEXT,
        said(
            TEXT,
            "„Der Deich bei Oberau hält stand“",
            by="Hanna Vogt",
            cue="sagte",
            via=[("ida", EntityKind.AGENCY)],
            mentions=("Oberau",),
        ),
        said(TEXT, "mehr als 20 Helfer", type=SpeechType.REPORTED, quantities=(Quantity(20.0, "Helfer", "mehr als"),)),
        outlet="Nordblatt",
        url="https://blatt.example/deich",
        published="2024-10-03",
        authors=("Mia Brandt",),
    )
    evidence = (Evidence(made.article.id, passage(TEXT, "ida")),)
    first, second = made.utterances
    spokeswoman = replace(
        first.speaker,
        office=Office("Sprecherin", False, passage(TEXT, "Amt")),
        principal=Entity(entity_iri(EntityKind.ORGANISATION, "Amt"), "Amt", EntityKind.ORGANISATION),
    )
    made = replace(
        made,
        utterances=(
            replace(
                first,
                speaker=spokeswoman,
                said=When("2024-10-02T00:00:00", "2024-10-03T00:00:00", passage(TEXT, "sagte")),
            ),
            second,
        ),
    )
    finding = Finding("urn:finding:1", "extract", Severity.NOTICE, "etwas seltsam", (made.article.id,), evidence)
    return replace(made, findings=(finding,))


SOUND = sound()
A = SOUND.article.id
U = SOUND.utterances[0].id
GRAPH = list(rdf.quads(SOUND))
CLAIM = next(quad.object for quad in GRAPH if quad.predicate == SCHEMA + "interpretedAsClaim")
OUTLET = next(quad.object for quad in GRAPH if quad.predicate == SCHEMA + "publisher")


def without(subject, predicate):
    return [quad for quad in GRAPH if (quad.subject, quad.predicate) != (subject, predicate)]


def plus(subject, predicate, value):
    return [*GRAPH, Quad(subject, predicate, value, A)]


def instead(subject, predicate, value):
    return [*without(subject, predicate), Quad(subject, predicate, value, A)]


def gone(node):
    return [quad for quad in GRAPH if quad.subject != node]


JUDGEMENT = Judgement.of("urn:a", "urn:b", True, "gleicher Name", 0.9)
JUDGED_GRAPH = list(rdf.judgement_quads([JUDGEMENT], JUDGED))
J = JUDGED_GRAPH[0].subject


def judged(predicate, value=None):
    """The graph of a judgement without one of its statements, or with another value in its place."""
    kept = [quad for quad in JUDGED_GRAPH if quad.predicate != predicate]
    return kept if value is None else [*kept, Quad(J, predicate, value, JUDGED)]


VERDICT_GRAPH = list(rdf.verdict_quads([Verdict("denial", ("urn:a", "urn:b"), False, "andere Brücke")]))
V = VERDICT_GRAPH[0].subject


def said_of(predicate, *values):
    """The graph of a verdict without one of its statements, or with others in its place."""
    kept = [quad for quad in VERDICT_GRAPH if quad.predicate != predicate]
    return [*kept, *(Quad(V, predicate, value, VERDICTS) for value in values)]


def stands(*pairs):
    return [Quad(one, KG + "canonical", other, IDENTITIES) for one, other in pairs]


CHECKED = list(review_quads(FactCheck("urn:r", "Der Deich ist gebrochen", verdict="falsch")))
MATCHED = list(match_quads([Match("urn:r", "urn:c", 0.9, "gleicher Wortlaut")]))


def instead_of(graph, subject, predicate, *values):
    """The graph with other values of a property, or none."""
    kept = [quad for quad in graph if (quad.subject, quad.predicate) != (subject, predicate)]
    return [*kept, *(Quad(subject, predicate, value, "urn:g") for value in values)]


RELATED = Related(
    *("urn:u:1", "urn:u:2", Relation.CONTRADICTS, "number", 0.9),
    (Evidence(A, passage(TEXT, "20 Helfer")), Evidence(A, passage(TEXT, "ida"))),
)


def related(predicate, value=None):
    """The graph of a relation without one of its statements, or with another value in its place."""
    quads = list(rdf.relation_quads([RELATED], "urn:g"))
    node = next(quad.subject for quad in quads if quad.predicate == KG + "relation")
    kept = [quad for quad in quads if (quad.subject, quad.predicate) != (node, predicate)]
    return kept if value is None else [*kept, Quad(node, predicate, value, "urn:g")]


DAMAGE = {
    "relation of no kind known": (related(KG + "relation", KG + "Likes"), "exactly one of the known ones"),
    "relation of one alone": (related(KG + "concerns", "urn:u:1"), "between two different utterances"),
    "relation without kind": (related(KG + "kind"), "a relation has exactly one kind"),
    "relation without evidence": (related(KG + "evidence"), "evidence from both sides"),
    "relation surer than sure": (
        related(KG + "score", Literal("1.5", XSD + "double")),
        "score of a relation lies between 0 and 1",
    ),
    "judgement without left": (judged(KG + "left"), "exactly one left"),
    "judgement on one alone": (judged(KG + "right", "urn:a"), "exactly one left"),
    "judgement without right": (judged(KG + "right"), "exactly one right"),
    "judgement that says nothing": (judged(KG + "same"), "that two identities are one, or that they are not"),
    "score above 1": (
        judged(KG + "score", Literal("1.5", XSD + "double")),
        "score of a judgement lies between 0 and 1",
    ),
    "judgement without reason": (judged(RDFS + "comment"), "a judgement has exactly one reason"),
    "judgement of nobody": (judged(KG + "judgedBy", Literal("Orakel")), "the program's or a user's"),
    "verdict on no check": (said_of(KG + "check"), "the finding of one check"),
    "verdict on nothing": (said_of(KG + "concerns"), "about the nodes of a finding"),
    "verdict that says nothing": (said_of(KG + "accepted"), "that a finding holds, or does not"),
    "verdict for two reasons": (said_of(RDFS + "comment", Literal("a"), Literal("b")), "one reason at most"),
    "two that stand for one": (stands(("urn:a", "urn:b"), ("urn:a", "urn:c")), "one identity stands for another"),
    "a chain of standing": (stands(("urn:a", "urn:b"), ("urn:b", "urn:c")), "stands for itself"),
    "no text hash": (without(A, KG + "textSha256"), "exactly one SHA-256 of its text"),
    "odd text hash": (instead(A, KG + "textSha256", Literal("abc")), "exactly one SHA-256 of its text"),
    "no run": (without(A, PROV + "wasGeneratedBy"), "exactly one run"),
    "no source file": (without(A, KG + "sourceFile"), "exactly one source file"),
    "no source hash": (without(A, KG + "sourceSha256"), "exactly one SHA-256 of its source"),
    "source line 0": (instead(A, KG + "sourceLine", integer(0)), "a whole number from 1"),
    "publisher without description": (gone(OUTLET), "described as an outlet"),
    "broken date": (
        instead(A, SCHEMA + "datePublished", Literal("2024-13-41", XSD + "date")),
        "the date of publication is not a date",
    ),
    "date in words": (
        instead(A, SCHEMA + "datePublished", Literal("gestern")),
        "the date of publication is not a date",
    ),
    "utterance outside any article": (without(U, KG + "inArticle"), "stands in exactly one article version"),
    "two texts": (plus(U, KG + "wording", Literal("anders", None, "de")), "exactly one wording"),
    "no quote evidence": (without(U, KG + "quoteAt"), "needs evidence of its quote"),
    "no position": (without(U, KG + "position"), "exactly one position in its article"),
    "unknown type": (instead(U, KG + "speechType", KG + "Gerufen"), "exactly one known speech type"),
    "unknown medium": (instead(U, KG + "medium", KG + "Rauchzeichen"), "exactly one known medium"),
    "two modalities": (plus(U, KG + "modality", KG + "Denied"), "exactly one known modality"),
    "neither negated nor not": (without(U, KG + "negated"), "negated or not"),
    "confidence above 1": (instead(U, KG + "confidence", Literal("1.5", XSD + "double")), "between 0 and 1"),
    "broken utterance date": (instead(U, KG + "date", Literal("2024-02-31", XSD + "date")), "the date of an utterance"),
    "speaker without description": (plus(U, KG + "saidBy", "urn:wer"), "at most one speaker"),
    "shortcut astray": (without(U, PROV + "wasAttributedTo"), "name different speakers"),
    "dangling claim": (gone(CLAIM), "at most one claim, and that is described"),
    "indirect quotation": (instead(U, KG + "speechType", KG + "Indirect"), "only what is quoted verbatim"),
    "dangling evidence": (gone(f"{U}#cue-0"), "evidence is missing"),
    "place without article": (without(f"{U}#quote-0", OA + "hasSource"), "lies in exactly one article version"),
    "place without position": (gone(f"{U}#quote-0-position"), "exactly one position selector"),
    "place without quote": (gone(f"{U}#quote-0-text"), "exactly one quote selector"),
    "selector without start": (without(f"{U}#quote-0-position", OA + "start"), "exactly one start"),
    "selector without end": (without(f"{U}#quote-0-position", OA + "end"), "exactly one end"),
    "end before start": (instead(f"{U}#cue-0-position", OA + "end", integer(3)), "ends before it has begun"),
    "selector without text": (without(f"{U}#quote-0-text", OA + "exact"), "exactly one exact text"),
    "two prefixes": (plus(f"{U}#quote-0-text", OA + "prefix", Literal("x")), "at most one prefix"),
    "two suffixes": (plus(f"{U}#quote-0-text", OA + "suffix", Literal("x")), "at most one suffix"),
    "step without position": (without(f"{U}#source-0", KG + "position"), "exactly one position in its chain"),
    "step without label": (without(f"{U}#source-0", RDFS + "label"), "a source step has exactly one label"),
    "step without kind": (without(f"{U}#source-0", KG + "entityKind"), "a source step has exactly one kind"),
    "step without chain": (without(U, PROV + "wasQuotedFrom"), "belongs to no chain"),
    "agent without name": (without(OUTLET, SCHEMA + "name"), "needs a name"),
    "agent of unknown kind": (instead(OUTLET, KG + "entityKind", KG + "Geist"), "exactly one known kind"),
    "byline without author": (without(f"{A}#author-0", PROV + "agent"), "a byline names exactly one author"),
    "byline without position": (
        without(f"{A}#author-0", KG + "position"),
        "a byline or attribution has exactly one position",
    ),
    "two offices": (plus(f"{U}#attribution", DCAT + "hadRole", "urn:amt"), "at most one office"),
    "an office neither former nor not": (plus(f"{U}#attribution", KG + "former", boolean(True)), "a former one or not"),
    "said twice": (plus(U, KG + "saidFrom", moment("2024-10-01T00:00:00")), "said from one moment on"),
    "said until some day": (instead(U, KG + "saidUntil", Literal("morgen")), "said before one moment"),
    "said backwards": (instead(U, KG + "saidUntil", moment("2024-09-01T00:00:00")), "the time of saying ends before"),
    "two principals": (plus(f"{U}#attribution", KG + "onBehalfOf", OUTLET), "for at most one body at a time"),
    "claim without text": (without(CLAIM, SCHEMA + "text"), "a claim needs a text"),
    "claim without article": (without(CLAIM, SCHEMA + "appearance"), "a claim appears in an article version"),
    "claim of nobody": (without(U, SCHEMA + "interpretedAsClaim"), "a claim that no utterance makes"),
    "mention without name": (without(f"{U}#mention-0", RDFS + "label"), "a mention has exactly one name"),
    "mention without position": (without(f"{U}#mention-0", KG + "position"), "a mention has exactly one position"),
    "quantity in words": (
        instead(f"{SOUND.utterances[1].id}#quantity-0", SCHEMA + "value", Literal("zwanzig")),
        "not one number",
    ),
    "quantity without position": (
        without(f"{SOUND.utterances[1].id}#quantity-0", KG + "position"),
        "a quantity has exactly one position",
    ),
    "finding without check": (without("urn:finding:1", KG + "check"), "comes from exactly one check"),
    "finding without severity": (without("urn:finding:1", KG + "severity"), "exactly one known severity"),
    "finding without message": (without("urn:finding:1", RDFS + "comment"), "a finding has one message"),
    "finding about nothing": (without("urn:finding:1", KG + "concerns"), "concerns some node"),
    "run without program": ([Quad("urn:r", RDF + "type", PROV + "Activity", "urn:r")], "needs the program"),
    "run without model": ([Quad("urn:r", RDF + "type", PROV + "Activity", "urn:r")], "exactly one model"),
    "revision never learned of": (
        [Quad(A, PROV + "wasRevisionOf", "urn:a", LEDGER)],
        "when an article version was learned",
    ),
    "two predecessors": (
        [Quad(A, PROV + "wasRevisionOf", f"urn:a:{number}", LEDGER) for number in (1, 2)],
        "revises at most one other",
    ),
    "tombstone without time": ([Quad(A, KG + "retractionReason", Literal("?"), LEDGER)], "exactly one time"),
    "fact-check of nothing": (instead_of(CHECKED, "urn:r", SCHEMA + "claimReviewed"), "about exactly one claim"),
    "fact-check of something unsaid": (
        instead_of(CHECKED, "urn:r", SCHEMA + "itemReviewed", "urn:x"),
        "what a fact-check is about is described once",
    ),
    "two ratings": (
        instead_of(CHECKED, "urn:r", SCHEMA + "reviewRating", "urn:r#rating", "urn:x"),
        "at most one rating",
    ),
    "match with nothing": (instead_of(MATCHED, "urn:r#match-0", KG + "matchedClaim"), "leads to exactly one claim"),
    "match surer than sure": (
        instead_of(MATCHED, "urn:r#match-0", KG + "score", Literal("1.5", XSD + "double")),
        "score of a match lies between 0 and 1",
    ),
    "match without reason": (instead_of(MATCHED, "urn:r#match-0", RDFS + "comment"), "a match has exactly one reason"),
    "tombstone without reason": (
        [Quad(A, PROV + "invalidatedAtTime", Literal("2024-10-03T00:00:00Z", XSD + "dateTime"), LEDGER)],
        "exactly one reason",
    ),
}


def test_a_sound_graph_passes():
    assert list(validate_graph(GRAPH, A)) == []
    assert list(validate_graph(rdf.run_quads(RUN), RUN.id)) == []
    assert list(validate_graph(rdf.finding_quads(SOUND.findings), "urn:g")) == []
    assert list(validate_graph(JUDGED_GRAPH, JUDGED)) == []
    assert list(validate_graph(VERDICT_GRAPH, VERDICTS)) == []
    assert list(validate_graph(CHECKED, "urn:g")) == list(validate_graph(MATCHED, "urn:g")) == []
    assert list(validate_graph(stands(("urn:a", "urn:c"), ("urn:b", "urn:c")), IDENTITIES)) == []


@pytest.mark.parametrize(("graph", "message"), DAMAGE.values(), ids=DAMAGE)
def test_damage_is_named(graph, message):
    assert any(message in found.message for found in validate_graph(graph, A))


def test_every_message_has_its_damage():
    from rdflib import Graph
    from rdflib.namespace import SH

    from kg.resources import schema

    messages = [str(message) for message in Graph().parse(schema("shapes.ttl")).objects(None, SH.message)]
    for message in messages:
        assert any(part in message for _, part in DAMAGE.values()), message


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(extractions())
def test_whatever_is_extracted_passes_but_for_its_dates(extraction):
    found = validate_graph(rdf.quads(extraction), extraction.article.id)
    assert {each.message.split(":")[0] for each in found} <= {"the date of publication is not a date"}


def test_a_sound_graph_passes_without_its_wording_too(tmp_path):
    with Store.create(tmp_path / "store") as store:
        store.add(SOUND)
        hidden = TextFree(store)
        for name in (A, AGENTS):
            quads = list(hidden.quads(name))
            assert name == AGENTS or any(quad.predicate == KG + "withheld" for quad in quads)
            agents = [quad._replace(graph=A) for quad in hidden.quads(AGENTS)]
            assert list(validate_graph([*quads, *agents], name)) == []


@pytest.fixture
def store(tmp_path):
    with Store.create(tmp_path / "store") as opened:
        opened.add(SOUND)
        yield opened


def test_a_fresh_store_is_sound(store):
    assert list(validate(store)) == []
    assert list(verify(store)) == []


def test_validation_names_node_and_graph(store):
    graph = set(store.quads(A)) - {Quad(A, KG + "sourceFile", Literal("meldung.txt"), A)}
    store.replace(A, graph)
    [found] = validate(store)
    assert (found.check, found.severity, found.nodes) == ("shacl", Severity.ERROR, (A,))


def moved(quads, node, predicate, value):
    kept = [quad for quad in quads if (quad.subject, quad.predicate) != (node, predicate)]
    return [*kept, Quad(node, predicate, value, A)]


@pytest.mark.parametrize(
    ("node", "predicate", "value", "message"),
    [
        ("cue-0-position", "end", integer(38), "at 35 to 38 stands “sag”, not “sagte”; the words stand at 35"),
        ("cue-0-text", "exact", Literal("flüsterte"), "stands “sagte”, not “flüsterte”; the words stand nowhere"),
        ("cue-0-text", "prefix", Literal("Er "), "before 35 stands something other than “Er ”"),
        ("cue-0-text", "suffix", Literal(" sie"), "after 40 stands something other than “ sie”"),
        ("cue-0-position", "end", integer(4), "not a position: 35 to 4"),
    ],
)
def test_a_selector_that_misses_its_words_is_found(store, node, predicate, value, message):
    store.replace(A, moved(store.quads(A), f"{U}#{node}", OA + predicate, value))
    [found] = verify(store)
    assert message in found.message
    assert found.nodes == (f"{U}#cue-0", A)


def text_file(store, tmp_path):
    [path] = (tmp_path / "store" / "texts").glob("*/*.json.gz")
    return path


def test_a_missing_text_is_found(store, tmp_path):
    text_file(store, tmp_path).unlink()
    [found] = verify(store)
    assert "is missing" in found.message


def test_an_altered_text_is_found_with_every_selector_that_it_breaks(store, tmp_path):
    path = text_file(store, tmp_path)
    entry = json.loads(gzip.decompress(path.read_bytes()))
    entry["text"] = entry["text"].replace("sagte", "sagt")
    path.write_bytes(gzip.compress(json.dumps(entry).encode()))
    messages = [found.message for found in verify(store)]
    assert any("has been altered" in message for message in messages)
    assert any("not “sagte”" in message for message in messages)


def test_a_damaged_text_is_found(store, tmp_path):
    path = text_file(store, tmp_path)
    path.write_bytes(path.read_bytes()[:40])
    [found] = verify(store)
    assert "is damaged" in found.message


def test_a_text_that_no_article_needs_is_noted(store, tmp_path):
    Texts(tmp_path / "store" / "texts").put(story("Ganz etwas anderes.").article)
    [found] = verify(store)
    assert (found.severity, found.message) == (Severity.INFO, "no article needs this text")
