"""Words to pieces: every word keeps its own, and nothing can break it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.extract.pieces import UNKNOWN, Pieces

VOCABULARY = Pieces(
    ("<s>", "<pad>", "</s>", "<unk>", "▁", "▁Haus", "boot", "e", "▁boot", "ss"),
    (0.0, 0.0, 0.0, 0.0, -2.0, -5.0, -6.0, -3.0, -6.5, -4.0),
    {"ß": "ss", "\u00ad": ""},
)


def test_the_likeliest_pieces_are_taken() -> None:
    assert VOCABULARY.word("Hausboote", spaced=True) == (5, 6, 7)


def test_a_word_behind_white_space_begins_with_a_mark() -> None:
    assert VOCABULARY.word("boot", spaced=True) == (8,)
    assert VOCABULARY.word("boot", spaced=False) == (6,)


def test_characters_are_normalised_first() -> None:
    assert VOCABULARY.word("ß", spaced=False) == (9,)


def test_what_is_normalised_away_is_still_a_piece() -> None:
    assert VOCABULARY.word("\u00ad", spaced=False) == (UNKNOWN,)


@given(st.text(min_size=1, max_size=40), st.booleans())
def test_every_word_has_pieces_of_the_vocabulary(word: str, spaced: bool) -> None:
    ids = VOCABULARY.word(word, spaced=spaced)
    assert ids and all(0 <= id_ < len(VOCABULARY) for id_ in ids)
    assert ids == VOCABULARY.word(word, spaced=spaced)
