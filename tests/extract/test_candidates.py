"""Candidates: segments from tag scores, the words around them, and windows over the article."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.candidates import DISTANCES, Candidate, segments, view
from kg.extract.features import SIZES, Reading
from kg.extract.pieces import Pieces
from kg.extract.windows import LONGEST, windows

PIECES = Pieces(("<s>", "<pad>", "</s>", "<unk>", "▁Wort"), (0.0, 0.0, 0.0, 0.0, -1.0))


def reading(sizes: list[int]) -> Reading:
    total = sum(sizes)
    begins = np.concatenate([[0], np.cumsum(sizes)])[:-1].tolist()
    at = np.arange(total, dtype=np.int64) * 5
    features = np.zeros((total, len(SIZES)), dtype=np.int64)
    return Reading(("Wort",) * total, (True,) * total, at, at + 4, features, tuple(begins), (), ())


def test_a_quote_begins_where_the_tags_say() -> None:
    scores = np.log(np.array([[8, 1, 1], [1, 8, 1], [1, 1, 8], [1, 8, 1], [8, 1, 1]], dtype=np.float32))
    assert segments(scores, 0.0) == [(1, 3), (3, 4)]


def test_nothing_is_inside_a_quote_that_never_began() -> None:
    scores = np.log(np.array([[8, 1, 1], [4, 1, 5], [8, 1, 1]], dtype=np.float32))
    assert segments(scores, 0.0) == []


@given(st.lists(st.lists(st.floats(-9, 9), min_size=3, max_size=3), max_size=30), st.floats(0, 3))
def test_segments_are_sorted_and_disjoint(scores: list[list[float]], bias: float) -> None:
    found = segments(np.array(scores, dtype=np.float32).reshape(-1, 3), bias)
    assert all(a < b for a, b in found)
    assert all(left[1] <= right[0] for left, right in pairwise(found))


@given(st.integers(1, 600), st.data())
def test_a_view_holds_the_ends_of_its_anchor(size: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, size - 1))
    last = data.draw(st.integers(first, size - 1))
    seen = view(Candidate(tuple(range(first, last + 1))), size)
    assert {first, last} <= set(seen.words.tolist())
    assert seen.words[0] >= 0 and seen.words[-1] < size
    assert seen.distance.min() >= 0 and seen.distance.max() < DISTANCES
    assert (seen.distance[seen.inside == 1] == 0).all()


@given(st.lists(st.integers(1, 500), min_size=1, max_size=12))
def test_every_word_stands_in_its_window(sizes: list[int]) -> None:
    article = reading(sizes)
    laid = windows(article, PIECES)
    assert all(len(ids) <= LONGEST for ids in laid.ids)
    for word in range(len(article)):
        assert laid.owners[laid.window[word]][laid.place[word]] == word


def test_an_article_without_words_has_no_window() -> None:
    assert windows(reading([]), PIECES).ids == ()
