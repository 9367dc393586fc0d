"""What is seen of two utterances side by side: words, figures, speakers, and how they stand to each other."""

import pytest

from kg.claims.marks import DOES, GLOBALS, LEAD, MEETS, ORDERS, Side, marks
from kg.records import Said


def seen(left: Said, right: Said):
    return marks(Side.of(left), Side.of(right))


def test_a_word_is_found_in_what_stands_before_the_other_utterance():
    left = Said("Die Initiative zählte 2.500 Teilnehmer")
    right = Said("Maronn sprach dagegen von acht", before="Über die Zahl der Teilnehmer wird gestritten.")
    words = dict(zip((t.text for t in Side.of(left).tokens), seen(left, right).left, strict=True))
    assert MEETS[words["Teilnehmer"][0]] == "before"


def test_the_words_before_an_utterance_are_marked_like_its_own():
    right = Said("von acht", before="Niemand zählte die Teilnehmer.")
    told = seen(Said("Teilnehmer"), right).right_lead
    assert [(MEETS[meets], DOES[does]) for meets, does in told] == [
        ("nothing", "negation"),
        ("nothing", "plain"),
        ("nothing", "plain"),
        ("word", "plain"),
        ("nothing", "plain"),
    ]


def test_only_the_last_words_before_an_utterance_are_read():
    assert len(Side.of(Said("ja", before="Wort " * 100)).lead) == LEAD


@pytest.mark.parametrize(
    ("one", "other", "order"),
    [
        (("a", 3), ("a", 4), "right_next"),
        (("a", 4), ("a", 3), "left_next"),
        (("a", 0), ("a", 4), "right_near"),
        (("a", 9), ("a", 4), "left_far"),
        (("a", 3), ("b", 4), "apart"),
        (None, ("a", 4), "apart"),
    ],
)
def test_the_order_in_an_article_is_seen(one, other, order):
    whole = seen(Said("Es brennt", place=one), Said("Es brennt nicht", place=other)).whole
    assert ORDERS[whole[-2]] == order
    assert all(mark < size for mark, size in zip(whole, GLOBALS, strict=True))


def test_an_outlet_that_speaks_for_itself_is_seen():
    own = Said("Der Damm bricht", speaker="Querblick", outlet="Querblick")
    assert seen(own, Said("Der Damm hält", speaker="Hanna Vogt", outlet="Querblick")).whole[-1] == 1
