"""What follows from a reader's probabilities, whatever the reader."""

from dataclasses import replace

import numpy as np
import pytest

from kg.claims.candidates import Field, candidates, same_matter
from kg.claims.cluster import united
from kg.claims.marks import Side
from kg.claims.relate import Thresholds, Verdict, compare
from kg.records import Comparison, Judgement, Relation, Said, Span, SpeechType

DAM = Said("Der Damm hält bis Montag", "Hanna Vogt", "2024-09-03", "Nordblatt", SpeechType.INDIRECT)
BREAK = Said("Der Damm bricht am Sonntag", "Ole Thams", "2024-09-03", "Südblatt", SpeechType.INDIRECT)


CARRYING = ("hält", "bis", "bricht")


def judge(**relations):
    def carries(side):
        return [float(token.text in CARRYING) for token in side.tokens]

    kinds = {"predicate": 0.9, "topic": 0.8}
    return lambda left, right, marks: Verdict(relations, kinds, carries(left), carries(right))


def test_contradiction_and_denial_count_together_before_they_are_told():
    told = compare(DAM, BREAK, judge(contradicts=0.35, denies=0.3, none=0.35), Thresholds(opposed=0.6))
    assert (told.relation, told.kind, round(told.score, 2)) == (Relation.CONTRADICTS, "predicate", 0.65)
    assert (
        compare(DAM, BREAK, judge(contradicts=0.35, denies=0.2, none=0.45), Thresholds(opposed=0.6)).relation == "none"
    )


def test_the_words_that_carry_it_become_spans_of_their_own_text():
    told = compare(DAM, BREAK, judge(contradicts=0.9))
    assert [span.of(DAM.text) for span in told.left] == ["hält bis"]
    assert [span.of(BREAK.text) for span in told.right] == ["bricht"]


def test_the_answer_is_the_same_from_either_side():
    one, other = compare(DAM, BREAK, judge(contradicts=0.9)), compare(BREAK, DAM, judge(contradicts=0.9))
    assert (one.relation, one.kind, one.score, one.left, one.right) == (
        *(other.relation, other.kind, other.score),
        *(other.right, other.left),
    )


def test_a_bare_rejection_denies_what_stands_before_it_in_the_article():
    claim = Said("das Ministerium wisse seit März von den Rissen", "Nadja Förster", place=("urn:a", 3))
    bare = Said("Lorenz bestritt das.", "Sabine Lorenz", type=SpeechType.REPORTED, place=("urn:a", 4))
    nothing = judge(none=1.0)
    assert compare(claim, bare, nothing).relation is Relation.DENIES
    assert compare(bare, claim, nothing).relation is Relation.DENIES
    elsewhere = Said(bare.text, bare.speaker, type=bare.type, place=("urn:b", 4))
    assert compare(claim, elsewhere, nothing).relation is Relation.NONE
    after = Said(bare.text, bare.speaker, type=bare.type, place=("urn:a", 2))
    assert compare(claim, after, nothing).relation is Relation.NONE


FIRST = Said("„Wir schließen das Haus“", "ein Aufsichtsrat (anonym)", "2024-09-03", "Querblick")
RETOLD = Said("Das Haus werde geschlossen", "Querblick", "2024-09-04", "Südblatt", SpeechType.INDIRECT)


def by_speakers(left, right, marks):
    same = left.said.speaker == right.said.speaker
    return Verdict({"same_quote": 0.9} if same else {"none": 1.0}, {"indirect": 0.9, "topic": 0.8}, (), ())


def test_what_an_outlet_is_said_to_have_reported_retells_what_it_printed():
    told = compare(FIRST, RETOLD, by_speakers)
    assert (told.relation, told.kind, told.score) == (Relation.SAME_QUOTE, "indirect", 0.9)
    assert compare(RETOLD, FIRST, by_speakers).relation is Relation.SAME_QUOTE
    assert compare(replace(FIRST, outlet="Nordblatt"), RETOLD, by_speakers).relation is Relation.NONE


def test_another_figure_is_no_retelling():
    ten, twelve = replace(FIRST, text="Es fehlen zehn Betten"), replace(RETOLD, text="Es fehlten zwölf Betten")
    assert compare(ten, twelve, by_speakers).relation is Relation.NONE


def test_an_article_printed_again_with_a_word_put_right_is_a_correction():
    before = "Vier Stunden hat der Ausschuss beraten, am Ende stand eine Zahl."
    old = Said(
        "Sie rechne mit 265 Millionen Euro", "Vogt", "2024-09-03", "Nordblatt", place=("urn:a", 1), before=before
    )
    new = replace(old, text="Sie rechne mit 245 Millionen Euro", date="2024-09-04", place=("urn:b", 1))
    never = judge(none=1.0)
    assert (compare(old, new, never).relation, compare(old, new, never).kind) == (Relation.UPDATES, "correction")
    assert compare(old, replace(new, text=old.text, speaker="Thams"), never).relation is Relation.UPDATES
    assert compare(old, replace(new, text=old.text), never).relation is Relation.SAME_QUOTE
    assert compare(old, replace(new, outlet="Südblatt"), never).relation is Relation.NONE
    assert compare(old, replace(new, before="Danach sprach sie vor der Presse."), never).relation is Relation.NONE


def test_words_that_one_article_gives_to_two_are_held_by_both():
    mine = Said("der Damm sei alt", "Hanna Vogt", place=("urn:a", 1))
    told = compare(mine, replace(mine, speaker="Institut für Deiche", place=("urn:a", 2)), judge(same_quote=0.9))
    assert (told.relation, told.kind) == (Relation.CORROBORATES, "agreement")


def test_nobody_has_changed_position_where_no_days_are_known():
    early, late = replace(DAM, speaker="Thams"), replace(BREAK, date="2024-09-09")
    turned = judge(changed_position=0.9, none=0.1)
    assert compare(early, late, turned).relation is Relation.CHANGED_POSITION
    assert compare(replace(early, date=None), late, turned).relation is Relation.NONE


def test_a_comparison_has_a_kind_of_its_relation():
    with pytest.raises(ValueError, match="has no kind"):
        Comparison(Relation.DENIES, "ellipsis", 0.9, (Span(0, 1),), (Span(0, 1),))


def test_claims_are_united_by_their_average_likeness_not_in_chains():
    chain = dict.fromkeys(zip("abcd", "bcde", strict=True), 0.9)
    assert united(chain) == [["a", "b"], ["c", "d"]]
    assert united(dict(reversed(chain.items()))) == united(chain)


def test_a_persons_judgement_outranks_the_scores():
    scores = {("a", "b"): 0.9}
    apart = Judgement.of("a", "b", False, "a user says so", 0.0, "user")
    again = Judgement.of("a", "b", True, "a user says so", 1.0, "user")
    assert united(scores, [apart]) == []
    assert united(scores, [apart, again]) == [["a", "b"]]
    assert united({}, [again]) == [["a", "b"]]


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        ("Bei dem Brand wurden zwölf Menschen verletzt", "number"),
        ("Bei dem Brand wurden mehr als fünf Menschen verletzt", None),
        ("Bei dem Brand wurden zwölf Menschen getötet", None),
        ("Bei dem Brand könnten zwölf Menschen verletzt worden sein", None),
        ("Bei dem Brand am Montag wurden zwölf Menschen verletzt", None),
        ("Wurden bei dem Brand zwölf Menschen verletzt, wenn niemand löschte", None),
    ],
)
def test_what_differs_in_nothing_but_a_figure_contradicts_whatever_the_reader_says(other, kind):
    fire = Said("bei dem Brand seien sieben Menschen verletzt worden", "Hanna Vogt", "2024-09-03")
    told = compare(fire, Said(other, "Ole Thams", "2024-09-03"), judge(none=1.0))
    assert told.relation is (Relation.CONTRADICTS if kind else Relation.NONE)
    assert told.kind == (kind or told.kind)
    if kind:
        assert [span.of(fire.text) for span in told.left] == ["sieben Menschen"]


def test_a_later_figure_of_one_speaker_or_another_day_is_no_plain_contradiction():
    first = Said("Es gab sieben Verletzte", "Hanna Vogt", "2024-09-03")
    for speaker, day in (("Hanna Vogt", "2024-09-03"), ("Ole Thams", "2024-09-20")):
        assert compare(first, Said("Es gab zwölf Verletzte", speaker, day), judge(none=1.0)).relation is Relation.NONE


def test_days_that_agree_make_no_contradiction_of_dates():
    def dated(**relations):
        return lambda left, right, marks: Verdict(relations, {"date": 0.9}, (), ())

    first, again = Said("Er wusste es seit März 2023", "Hanna Vogt"), Said("Seit März 2023 wusste er es", "Ole Thams")
    assert compare(first, again, dated(contradicts=0.9)).relation is Relation.NONE
    later = Said("Seit April wusste er es", "Ole Thams")
    assert compare(first, later, dated(contradicts=0.9)).relation is Relation.CONTRADICTS


def test_a_part_and_the_whole_may_be_counted_otherwise():
    def counted(left, right, marks):
        return Verdict({"contradicts": 0.9}, {"number": 0.9}, (), ())

    loss = Said("Das Minus in Oberau betrug drei Millionen Euro", "Hanna Vogt")
    whole = Said("Der gesamte Verbund machte neun Millionen Euro Verlust", "Ole Thams")
    assert compare(loss, whole, counted).relation is Relation.NONE
    assert compare(whole, replace(whole, text="Insgesamt waren es fünf", speaker="Vogt"), counted).kind == "number"


def test_two_who_reject_something_do_not_deny_each_other():
    def denied(left, right, marks):
        return Verdict({"denies": 0.9}, {"denial": 0.9}, (), ())

    one, other = Said("Vogt dementierte das", "Hanna Vogt"), Said("Thams wies den Vorwurf zurück", "Ole Thams")
    assert compare(one, other, denied).relation is Relation.NONE
    assert compare(one, DAM, denied).relation is Relation.DENIES


def test_what_was_said_of_other_events_is_compared_only_if_one_speaker_said_both_or_nearly_the_same():
    def pairs(speakers, cosine, event):
        vectors = np.array([[1, 0], [cosine, (1 - cosine**2) ** 0.5]], dtype=np.float32)
        topics = {"urn:a": frozenset(map(str, range(20))), "urn:b": frozenset(map(str, event))}
        said = [Said("Der Deich bei Oberau hält"), Said("Oberau wird geräumt")]
        field = Field(vectors, np.array([1, 2]), speakers, [("urn:a", 0), ("urn:b", 0)], said, topics.__getitem__)
        return list(candidates(field, [0, 1]))

    assert pairs(["Vogt", "Thams"], 0.7, range(20)) == [(0, 1)]
    assert pairs(["Vogt", "Thams"], 0.7, range(20, 40)) == []
    assert pairs(["Vogt", "Vogt"], 0.7, range(20, 40)) == [(0, 1)]
    assert pairs(["Vogt", "Thams"], 0.95, range(20, 40)) == [(0, 1)]


@pytest.mark.parametrize(
    ("speakers", "cosine", "article", "compared"),
    [
        (("Vogt", "Thams"), 0.75, "urn:a", True),
        (("Vogt", "Thams"), 0.65, "urn:a", False),
        ((None, "Vogt"), 0.95, "urn:b", True),
        (("Vogt", "Thams"), 0.95, "urn:b", False),
    ],
)
def test_what_is_not_surely_of_one_matter_is_compared_if_it_may_contradict_or_print_one_quote(
    speakers, cosine, article, compared
):
    texts = ("Das sei erst im März geschehen", "die Entscheidung falle im Oktober")
    said = [Said(text, speaker) for text, speaker in zip(texts, speakers, strict=True)]
    vectors = np.array([[1, 0], [cosine, (1 - cosine**2) ** 0.5]], dtype=np.float32)
    topics = {"urn:a": frozenset(map(str, range(20))), "urn:b": frozenset(map(str, range(20, 40)))}
    field = Field(vectors, np.array([1, 1]), speakers, [("urn:a", 0), (article, 1)], said, topics.__getitem__)
    assert list(candidates(field, [0, 1])) == ([(0, 1)] if compared else [])


@pytest.mark.parametrize(
    ("one", "other", "cosine", "same"),
    [
        ("Der Deich, der im Mai bei Oberau brach, hält", "Oberau wird bald wohl wieder bewohnt", 0.7, True),
        ("Der Deich, der im Mai bei Oberau brach, hält", "Oberau wird bald wohl wieder bewohnt", 0.4, False),
        ("Das sei erst im März geschehen", "die Entscheidung falle im Oktober", 0.9, False),
        ("Es gab sieben Tote", "Man zählte zwölf Tote", 0.4, True),
    ],
)
def test_what_is_surely_of_one_matter(one, other, cosine, same):
    assert same_matter(Side.of(Said(one)), Side.of(Said(other)), cosine) is same


@pytest.mark.parametrize(
    "text",
    [
        "„frei erfunden“",
        "Das sei „Unsinn“.",
        "Bürgermeister Ole Thams will davon nichts wissen.",
        "Der Vorwurf sei haltlos",
    ],
)
def test_what_is_only_called_untrue_stands_before_it(text):
    claim = Said("Das Gelände werde verkauft", "Nordblatt", type=SpeechType.INDIRECT, place=("urn:a", 3))
    told = Said(text, "Ole Thams", place=("urn:a", 4))
    found = compare(claim, told, judge(none=1.0))
    assert found.relation is Relation.DENIES


@pytest.mark.parametrize(
    "text", ["Das Gutachten ist frei erfunden", "„Davon will ich nichts wissen, sagte ich“", "Das ist teuer"]
)
def test_what_says_more_is_no_bare_rejection(text):
    claim = Said("Das Gelände werde verkauft", "Nordblatt", type=SpeechType.INDIRECT, place=("urn:a", 3))
    assert compare(claim, Said(text, "Ole Thams", place=("urn:a", 4)), judge(none=1.0)).relation is Relation.NONE


COUNT = Said("Die Polizei zählte 600 Teilnehmer", "Polizei", type=SpeechType.REPORTED, place=("urn:a", 3))


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("die Initiative sprach von mehr als 1000.", Relation.CONTRADICTS),
        ("Thams nannte dagegen zehn.", Relation.CONTRADICTS),
        ("die Gewerkschaft gab 2.500 an", Relation.CONTRADICTS),
        ("die Initiative sprach von rund 610.", Relation.NONE),
        ("die Initiative sprach von mehr als 500.", Relation.NONE),
        ("Zuvor hatte die Initiative noch von 1000 gesprochen", Relation.NONE),
        ("die Initiative sprach noch von 1000.", Relation.NONE),
        ("die Initiative sprach von 30 Bussen.", Relation.NONE),
    ],
)
def test_who_says_only_how_many_speaks_of_what_was_counted_just_before(text, relation):
    other = Said(text, "Initiative", type=SpeechType.REPORTED, place=("urn:a", 4))
    for one, two in ((COUNT, other), (other, COUNT)):
        found = compare(one, two, judge(none=1.0))
        assert found.relation is relation
        assert relation is Relation.NONE or found.kind == "number"
    assert compare(COUNT, replace(other, place=("urn:b", 4)), judge(none=1.0)).relation is Relation.NONE
    assert compare(COUNT, replace(other, place=("urn:a", 9)), judge(none=1.0)).relation is Relation.NONE
    assert compare(COUNT, replace(other, speaker="Polizei"), judge(none=1.0)).relation is Relation.NONE
