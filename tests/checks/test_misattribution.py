"""The same quotation in two people's mouths: what is a finding and what is not."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.checks.misattribution import COMMON, alike, candidates, misattribution, same_name, words
from kg.records import Severity

QUOTE = "„Das Werk hat zu keiner Zeit giftige Abwässer in die Wessel geleitet“"


def test_one_quote_from_two_persons_is_a_warning(story: Any) -> None:
    nodes = [story.printed(QUOTE, "Querblick", "Jochen Brandt"), story.printed(QUOTE, "Landesspiegel", "Ulrike Brandt")]
    (finding,) = misattribution(story.graph)
    assert finding.severity is Severity.WARNING
    assert finding.nodes == (*nodes, "Jochen Brandt", "Ulrike Brandt")
    assert finding.message == (
        "Dasselbe Zitat „Das Werk hat zu keiner Zeit giftige Abwässer …“ wird verschiedenen Personen zugeschrieben: "
        "Jochen Brandt (Querblick) und Ulrike Brandt (Landesspiegel)."
    )
    assert [(e.article, e.passage.text) for e in finding.evidence] == [("article001", QUOTE), ("article002", QUOTE)]


def test_a_person_and_a_body_are_only_a_notice(story: Any) -> None:
    story.printed(QUOTE, "Querblick", "Jochen Brandt")
    story.printed(QUOTE, "Landesspiegel", "Velmar Chemie", kind="organisation")
    (finding,) = misattribution(story.graph)
    assert finding.severity is Severity.NOTICE and "verschiedenen Sprechern" in finding.message


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ("das werk hat zu keiner zeit giftige Abwässer in die Wessel geleitet", True),
        ("Das Werk hat zu keiner Zeit giftige Abwässer in den Fluss Wessel geleitet", True),
        ("keiner Zeit giftige Abwässer in die Wessel geleitet", True),
        ("Das Werk hat zu jeder Zeit giftige Abwässer in die Wessel geleitet", False),
        ("Das Werk hat vor langer Zeit einmal Abwässer in einen Bach geleitet", False),
    ],
)
def test_nearly_the_same_words_are_the_same_quote(story: Any, other: str, found: bool) -> None:
    story.printed(QUOTE, speaker="Jochen Brandt")
    story.printed(other, speaker="Katrin Hellwege")
    assert len(list(misattribution(story.graph))) == found


def test_a_denial_word_for_word_is_another_quote(story: Any) -> None:
    story.printed("Die Brücke wird im kommenden Frühjahr für den Verkehr freigegeben", speaker="Sabine Lorenz")
    story.printed("Die Brücke wird im kommenden Frühjahr nicht für den Verkehr freigegeben", speaker="Ivo Klemm")
    assert not list(misattribution(story.graph))


def test_the_same_speaker_twice_is_no_finding(story: Any) -> None:
    story.printed(QUOTE, "Querblick", "Jochen Brandt")
    story.printed(QUOTE, "Landesspiegel", "Jochen Brandt")
    assert not list(misattribution(story.graph))


@pytest.mark.parametrize(("left", "right"), [("Anton Devrik", "Anton Dewrik"), ("Brandt", "Jochen Brandt")])
def test_two_forms_of_one_name_are_no_finding(story: Any, left: str, right: str) -> None:
    story.printed(QUOTE, speaker=left)
    story.printed(QUOTE, speaker=right)
    assert same_name(left, right) and not list(misattribution(story.graph))


@pytest.mark.parametrize("kind", ["anonymous", "unknown", "reports"])
def test_unnamed_speakers_do_not_count(story: Any, kind: str) -> None:
    story.printed(QUOTE, speaker="Jochen Brandt")
    story.printed(QUOTE, speaker="ein Mitarbeiter", kind=kind)
    story.printed(QUOTE)
    assert not list(misattribution(story.graph))


def test_roles_known_within_one_article_only_do_not_count(story: Any) -> None:
    story.printed(QUOTE, speaker="Jochen Brandt")
    story.printed(QUOTE, speaker="Werksleiter", scoped=True)
    story.printed(QUOTE, speaker="das Ministerium", kind="organisation", scoped=True)
    assert not list(misattribution(story.graph))


@pytest.mark.parametrize("type", ["Indirect", "Reported", "FreeIndirect"])
def test_only_direct_speech_counts(story: Any, type: str) -> None:
    story.printed(QUOTE, speaker="Jochen Brandt")
    story.printed(QUOTE, speaker="Ulrike Brandt", type=type)
    assert not list(misattribution(story.graph))


@pytest.mark.parametrize("quote", ["„Das ist ein großer Erfolg“", "„Das ist es, was wir so nicht wollen“", "„positiv“"])
def test_short_or_empty_quotes_are_said_by_many(story: Any, quote: str) -> None:
    story.printed(quote, speaker="Jochen Brandt")
    story.printed(quote, speaker="Ulrike Brandt")
    assert not list(misattribution(story.graph))


def test_what_may_be_a_set_phrase_is_only_a_notice_and_only_if_not_a_word_differs(story: Any) -> None:
    story.printed("„Hier ist von Anfang an getrickst worden“", speaker="Jochen Brandt")
    story.printed("»Hier ist von Anfang an getrickst worden«", speaker="Ulrike Brandt")
    story.printed("„Hier ist von Anfang an geschludert worden“", speaker="Lars Quendt")
    (finding,) = misattribution(story.graph)
    assert finding.severity is Severity.NOTICE and "verschiedenen Personen" in finding.message
    assert "Quendt" not in finding.message


def test_a_bare_surname_is_a_name_though_known_in_one_article_only(story: Any) -> None:
    story.printed(QUOTE, speaker="Anton Devrik")
    story.printed(QUOTE, speaker="Sorin", scoped=True)
    assert len(list(misattribution(story.graph))) == 1


def test_one_finding_a_quotation_however_many_speakers(story: Any) -> None:
    for speaker in ("Jochen Brandt", "Ulrike Brandt", "Katrin Hellwege", "Lars Quendt"):
        story.printed(QUOTE, None, speaker)
    (finding,) = misattribution(story.graph)
    assert finding.message.endswith("Jochen Brandt, Katrin Hellwege, Lars Quendt und Ulrike Brandt.")


def test_findings_do_not_depend_on_the_order_of_the_graph(new_story: Any) -> None:
    import networkx as nx

    story = new_story()
    for speaker in ("Jochen Brandt", "Ulrike Brandt", "Lars Quendt"):
        story.printed(QUOTE, "Querblick", speaker)
        story.printed("„Die Fische sterben an Sauerstoffmangel nach warmen Nächten“", "Landesspiegel", speaker)
    turned = nx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(story.graph.nodes(data=True))))
    turned.add_edges_from(reversed(list(story.graph.edges(keys=True, data=True))))
    assert list(misattribution(story.graph)) == list(misattribution(turned))


vocabulary = st.sampled_from(["damm", "fluss", "brücke", "montag", "hält", "bricht", "sofort", "später", "niemand"])
long_quotes = st.lists(vocabulary, min_size=7, max_size=12).map(tuple)


@given(st.sets(long_quotes, max_size=COMMON), st.data())
def test_blocking_loses_no_pair_that_is_alike(quotes: set[tuple[str, ...]], data: st.DataObject) -> None:
    for quote in list(quotes)[:3]:
        place = data.draw(st.integers(0, len(quote)))
        quotes.add((*quote[:place], data.draw(vocabulary), *quote[place + 1 :]))
        quotes.add(quote[: max(3, place)])
    quotes = set(list(quotes)[:COMMON])
    all_pairs = {frozenset(pair) for pair in combinations(quotes, 2) if len(min(pair, key=len)) >= 7 and alike(*pair)}
    assert all_pairs <= {frozenset(pair) for pair in candidates(quotes)}


speakers = st.sampled_from(["Jochen Brandt", "Ulrike Brandt", "Lars Quendt", "Zoë Öztürk"])
sayings = st.sampled_from([QUOTE, QUOTE.upper(), "Ganz andere Worte über sterbende Fische im trüben Wasser"])


@given(said=st.lists(st.tuples(sayings, speakers), max_size=8))
def test_as_brute_force_has_it(new_story: Any, said: list[tuple[str, str]]) -> None:
    story = new_story()
    for quote, speaker in said:
        story.printed(quote, None, speaker)
    by_quote: dict[tuple[str, ...], set[str]] = {}
    for quote, speaker in said:
        by_quote.setdefault(words(quote), set()).add(speaker)
    expected = sorted(sorted(each) for each in by_quote.values() if len(each) > 1)
    found = [[node for node in each.nodes if not node.startswith("utterance")] for each in misattribution(story.graph)]
    assert sorted(found) == expected
