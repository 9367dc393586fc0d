"""Every named query, over a few invented articles, with the answers known beforehand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from graph_samples import passage, said, story

from kg import factchecked
from kg.errors import QueryError, UsageError
from kg.rdf import Literal, finding_quads, judgement_quads, relation_quads
from kg.rdf.reviews import review_quads
from kg.records import (
    Entity,
    EntityKind,
    Evidence,
    FactCheck,
    Finding,
    Judgement,
    Modality,
    Office,
    Related,
    Relation,
    Severity,
    SpeechType,
)
from kg.store import Store, list_queries, named_query
from kg.vocab import JUDGED, XSD, entity_iri, finding_iri, findings_graph, relations_graph, review_graph

RIVER = "„Der Rhein steigt weiter an“, sagte Hanna Vogt der Agentur ida. „Wir bleiben ganz gelassen“, sagte Ole Thams."
RISES = "Der Rhein steigt weiter an"
AGENCY = "„Der Rhein steigt weiter an“, sagte Hanna Vogt."
INSIDER = (
    "Laut „Nordkurier“, der sich auf zwei Eingeweihte beruft, bestreite Ole Thams das. Es werde nicht teurer, hieß es."
)
FIRST = "„Die Brücke ist sicher und offen“, sagte Hanna Vogt über Ole Thams."
SECOND = "„Die Brücke ist gesperrt“, sagte Hanna Vogt über Ole Thams."
URL = "https://blatt.example/bruecke"


def river():
    ida = [("ida", EntityKind.AGENCY)]
    return story(
        RIVER,
        said(RIVER, "„Der Rhein steigt weiter an“", by="Hanna Vogt", via=ida),
        said(RIVER, "„Wir bleiben ganz gelassen“", by="Ole Thams"),
        outlet="Nordblatt",
        published="2024-10-03",
        headline="Der Rhein",
    )


def agency():
    quote = said(AGENCY, "„Der Rhein steigt weiter an“", by="Hanna Vogt")
    made = story(AGENCY, quote, outlet="Südblatt", published="2024-10-04T06:00:00+02:00")
    [said_so] = made.utterances
    body = Entity(entity_iri(EntityKind.ORGANISATION, "Nordamt"), "Nordamt", EntityKind.ORGANISATION)
    office = Office("Sprecherin", False, passage(AGENCY, "Hanna Vogt"))
    spokeswoman = replace(said_so.speaker, office=office, principal=body)
    return replace(made, utterances=(replace(said_so, speaker=spokeswoman),))


def insider():
    via = [("Nordkurier", EntityKind.OUTLET), ("zwei Eingeweihte", EntityKind.ANONYMOUS)]
    return story(
        INSIDER,
        said(INSIDER, "das", by="Ole Thams", via=via, type=SpeechType.REPORTED, modality=Modality.DENIED),
        said(INSIDER, "Es werde nicht teurer", type=SpeechType.INDIRECT, negated=True, confidence=0.4),
        outlet="Südblatt",
    )


def bridge(text):
    return story(
        text,
        said(text, text.split(",")[0], by="Hanna Vogt", mentions=("Ole Thams",)),
        url=URL,
        outlet="Nordblatt",
        published="2024-10-05",
        headline="Die Brücke",
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch, Store.create(tmp_path_factory.mktemp("s") / "store") as store:
        for second, extraction in enumerate([river(), agency(), insider(), bridge(FIRST), bridge(SECOND)]):
            patch.setenv("SOURCE_DATE_EPOCH", str(1_760_000_000 + second))
            store.add(extraction)
        gone = story("„Alles erfunden“, sagte niemand.", url="https://blatt.example/weg")
        store.add(gone)
        store.retract(gone.article.id, "erfunden")
        nodes = (river().article.id, agency().article.id)
        evidence = (Evidence(nodes[0], passage(RIVER, "ida")),)
        [swells] = [u.id for u in river().utterances if "steigt" in u.quote.text]
        spoken = (swells,)
        found = [
            Finding(finding_iri("wortlaut", nodes), "wortlaut", Severity.NOTICE, "gleicher Wortlaut", nodes, evidence),
            Finding(finding_iri("kreis", nodes[:1]), "kreis", Severity.ERROR, "Zirkelbeleg", nodes[:1]),
            Finding(finding_iri("drift", spoken), "drift", Severity.WARNING, "Zahl", spoken, evidence, "number"),
        ]
        for finding in found:
            store.replace(findings_graph(finding.check), finding_quads([finding]))
        pair = [entity_iri(EntityKind.PERSON, name) for name in ("Hanna Vogt", "Ole Thams")]
        doubt = Judgement.of(*pair, False, "gleiche Stadt", 0.5)
        store.replace(JUDGED, judgement_quads([doubt], JUDGED))
        [calm] = [u.id for u in river().utterances if "gelassen" in u.quote.text]
        [closed] = [u.id for u in bridge(SECOND).utterances]
        places = (
            Evidence(river().article.id, passage(RIVER, "gelassen")),
            Evidence(nodes[1], passage(AGENCY, "Rhein")),
        )
        against = Related(calm, closed, Relation.CONTRADICTS, "predicate", 0.8, places)
        store.replace(relations_graph(nodes[1]), relation_quads([against], relations_graph(nodes[1])))
        said_before = FactCheck(
            "urn:wortlaut:review:1", "Der Rhein steigt weiter an", author="Nordcheck", verdict="wahr"
        )
        other = FactCheck("urn:wortlaut:review:2", "Die Elbe ist giftig", value=1.0)
        for check in (said_before, other):
            store.replace(review_graph(check.id), review_quads(check))
        factchecked.refresh(store)
        yield store


def ask(store, name, columns, **given):
    query = named_query(name)
    answer = store.query(query.text, params=query.bind(given))
    places = [answer.variables.index(column) for column in columns.split()]
    return [tuple(shown(row[place]) for place in places) for row in answer]


def shown(cell):
    if isinstance(cell, Literal):
        return int(cell.value) if cell.datatype == XSD + "integer" else cell.value
    return cell and cell.rpartition("#")[2]


CASES = [
    (
        "who-said-what",
        "name wording outlet date",
        {"speaker": "hanna"},
        [
            ("Hanna Vogt", "„Der Rhein steigt weiter an“", "Nordblatt", "2024-10-03"),
            ("Hanna Vogt", "„Der Rhein steigt weiter an“", "Südblatt", "2024-10-04"),
            ("Hanna Vogt", "„Die Brücke ist gesperrt“", "Nordblatt", "2024-10-05"),
        ],
    ),
    ("about-word", "outlet name", {"word": "rhein"}, [("Nordblatt", "Hanna Vogt"), ("Südblatt", "Hanna Vogt")]),
    (
        "speakers",
        "name kind utterances outlets",
        {},
        [("Hanna Vogt", "PersonKind", 3, 2), ("Ole Thams", "PersonKind", 2, 2)],
    ),
    ("agencies-by-outlet", "outlet agency utterances articles", {}, [("Nordblatt", "ida", 1, 1)]),
    (
        "shared-claims",
        "claim_text outlets first",
        {},
        [("„Der Rhein steigt weiter an“", 2, "2024-10-03")],
    ),
    ("anonymous-sources", "label role wording", {}, [("zwei Eingeweihte", "source", "das")]),
    (
        "chains",
        "steps nearest origin",
        {},
        [(2, "Nordkurier", "zwei Eingeweihte"), (1, "ida", "ida")],
    ),
    ("chains", "steps", {"at_least": "2"}, [(2,)]),
    (
        "direct-quotes",
        "exact start end",
        {},
        {
            ("„Der Rhein steigt weiter an“", 0, 28),
            ("„Wir bleiben ganz gelassen“", 64, 91),
            ("„Die Brücke ist gesperrt“", 0, 25),
        },
    ),
    (
        "said-between",
        "date name",
        {"from": "2024-10-04", "to": "2024-10-05"},
        [("2024-10-04", "Hanna Vogt"), ("2024-10-05", "Hanna Vogt")],
    ),
    ("said-between", "date name", {"speaker": "Thams"}, [("2024-10-03", "Ole Thams")]),
    (
        "denied",
        "wording negated modality",
        {},
        {("das", "false", "Denied"), ("Es werde nicht teurer", "true", "Asserted")},
    ),
    ("unknown-speakers", "wording confidence", {}, [("Es werde nicht teurer", "0.4")]),
    (
        "superseded",
        "url headline learned newer_learned",
        {},
        [(URL, "Die Brücke", "2025-10-09T08:53:23Z", "2025-10-09T08:53:24Z")],
    ),
    (
        "findings",
        "severity name message",
        {},
        [
            ("Error", "kreis", "Zirkelbeleg"),
            ("Warning", "drift", "Zahl"),
            ("Notice", "wortlaut", "gleicher Wortlaut"),
            ("Notice", "wortlaut", "gleicher Wortlaut"),
        ],
    ),
    ("findings", "name", {"check": "kreis"}, [("kreis",)]),
    ("findings-about", "severity check message name", {}, [("Warning", "drift", "Zahl", "Hanna Vogt")]),
    ("findings-about", "message", {"speaker": "vogt", "lang": "en"}, [("number",)]),
    ("findings-about", "message", {"speaker": "thams"}, []),
    (
        "learned-since",
        "learned utterances headline",
        {"since": "2025-10-09T08:53:23Z"},
        [("2025-10-09T08:53:23Z", 1, "Die Brücke"), ("2025-10-09T08:53:24Z", 1, "Die Brücke")],
    ),
    (
        "as-of",
        "wording learned",
        {"at": "2025-10-09T08:53:23Z"},
        {
            ("„Der Rhein steigt weiter an“", "2025-10-09T08:53:20Z"),
            ("„Wir bleiben ganz gelassen“", "2025-10-09T08:53:20Z"),
            ("„Der Rhein steigt weiter an“", "2025-10-09T08:53:21Z"),
            ("das", "2025-10-09T08:53:22Z"),
            ("Es werde nicht teurer", "2025-10-09T08:53:22Z"),
            ("„Die Brücke ist sicher und offen“", "2025-10-09T08:53:23Z"),
        },
    ),
    (
        "direct-share",
        "outlet utterances quotes",
        {},
        [("Nordblatt", 3, 3), ("Südblatt", 3, 1)],
    ),
    ("spoken-of", "name mentioned utterances", {"about": "ole"}, [("Hanna Vogt", "Ole Thams", 1)]),
    (
        "offices",
        "name office former body first utterances",
        {"speaker": "vogt"},
        [("Hanna Vogt", "Sprecherin", "false", "Nordamt", "2024-10-04", 1)],
    ),
    (
        "contradictions",
        "relation kind score left_speaker right_speaker",
        {},
        [("Contradicts", "predicate", "0.8", "Ole Thams", "Hanna Vogt")],
    ),
    ("contradictions", "kind", {"relation": "Denies"}, []),
    ("judgements", "same score reason by", {}, [("false", "0.5", "gleiche Stadt", "program")]),
    ("judgements", "reason", {"at_least": "1"}, []),
    (
        "fact-checks",
        "reviewed rating checker claim_text speakers score reason",
        {},
        [
            (RISES, "wahr", "Nordcheck", f"„{RISES}“", "Hanna Vogt", "1", "the same wording"),
            ("Die Elbe ist giftig", "1", None, None, None, None, None),
        ],
    ),
    ("fact-checks", "reviewed", {"at_least": "1"}, [(RISES,)]),
    ("fact-checks", "reviewed", {"about": "elbe"}, [("Die Elbe ist giftig",)]),
    ("retractions", "reason url", {}, [("erfunden", "https://blatt.example/weg")]),
]


@pytest.mark.parametrize(("name", "columns", "given", "expected"), CASES, ids=[case[0] for case in CASES])
def test_a_query_gives_the_known_answer(store, name, columns, given, expected):
    rows = ask(store, name, columns, **given)
    assert (set(rows) if isinstance(expected, set) else rows) == expected


def test_every_query_has_a_case():
    assert {case[0] for case in CASES} == {query.name for query in list_queries()}


@pytest.mark.parametrize("query", list_queries(), ids=lambda query: query.name)
def test_a_query_says_what_it_answers_in_both_languages_and_runs_on_its_defaults(store, query):
    assert query.title_de.endswith(("?", ".")) and query.title_en.endswith(("?", "."))
    assert query.title_de != query.title_en
    assert set(dict(query.defaults)) == {name for name in dict(query.defaults) if f"${name}" in query.text}
    list(store.query(query.text, params=query.bind()))


def test_an_unknown_query_and_an_unknown_parameter_are_named():
    with pytest.raises(UsageError, match=r"there is no query gibtsnicht; there are: .*who-said-what"):
        named_query("gibtsnicht")
    with pytest.raises(QueryError, match="has no parameter wer"):
        named_query("who-said-what").bind({"wer": "x"})
