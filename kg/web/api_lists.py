"""What a request asks for: narrowing by speaker, outlet, days and words, and pages with an opaque cursor."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from kg import identify
from kg.corpus import given_date
from kg.errors import UsageError
from kg.vocab import DATA
from kg.web.api_reading import Entry, Reading

T = TypeVar("T")
Key = Callable[[T], Sequence[Any]]

LIMIT = 50
"""Things on a page, unless somebody asks for another number."""
MOST = 500
"""Things that a page has at most."""

NARROWING = ("speaker", "outlet", "from", "to", "about", "claim", "article", "type")
"""The parameters that `chosen` takes."""


class Page(NamedTuple):
    """Some things of a list, how many it has in all, and what asks for those that follow (None: nothing does)."""

    items: list[Any]
    total: int
    cursor: str | None


def chosen(reading: Reading, given: Mapping[str, str]) -> list[Entry]:
    """The utterances that fit all that was asked, oldest first.

    `speaker` is an IRI or a name, `outlet`, too; `from` and `to` are days, both included; `about` are words as in a
    search; `claim` and `article` are IRIs; `type` is one of `SpeechType`.

    Raises:
        UsageError: if a day is no date.
    """
    tests: list[Callable[[Entry], bool]] = []
    if speaker := given.get("speaker"):
        speakers = _meant(reading, speaker)
        tests.append(lambda each: each.speaker in speakers)
    if outlet := given.get("outlet"):
        tests.append(lambda each: each.outlet is not None and outlet_is(reading, each.outlet, outlet))
    if first := given.get("from"):
        day = given_date(first)[:10]
        tests.append(lambda each: day <= each.date < "9999")
    if last := given.get("to"):
        end = given_date(last)[:10]
        tests.append(lambda each: each.date <= end)
    if about := given.get("about"):
        fitting = {hit.id for hit in reading.index.find(about, ["utterance"])}
        tests.append(lambda each: each.id in fitting)
    for name in ("claim", "article", "type"):
        if wanted := given.get(name):
            tests.append(lambda each, name=name, wanted=wanted: getattr(each, name) == wanted)  # type: ignore[misc]
    return [each for each in reading.entries if all(test(each) for test in tests)]


def is_narrowed(given: Mapping[str, str]) -> bool:
    """True if any of the parameters is there that `chosen` narrows by."""
    return any(given.get(name) for name in NARROWING)


def outlet_is(reading: Reading, outlet: str, wanted: str) -> bool:
    """True if an outlet is the one of that IRI or name."""
    return outlet == wanted or reading.graph.nodes[outlet]["label"].casefold() == wanted.casefold()


def _meant(reading: Reading, speaker: str) -> set[str]:
    if speaker.startswith(DATA):
        return {speaker}
    return {each.id for each in identify.matching(list(reading.identities.values()), speaker)}


def page(items: Iterable[T], key: Key[T], given: Mapping[str, str]) -> Page:
    """The part of the list that the parameters `cursor` and `limit` ask for; the list is in the order of `key`.

    A cursor means the place after a thing, so that pages fit together though things come and go between them.

    Raises:
        UsageError: if the cursor is none of ours, or the limit no number.

    >>> first = page("abcde", lambda letter: [letter], {"limit": "2"})
    >>> first.items, page("acde", lambda letter: [letter], {"limit": "2", "cursor": first.cursor}).items
    (['a', 'b'], ['c', 'd'])
    """
    everything = list(items)
    rest = everything
    if cursor := given.get("cursor"):
        after = _opened(cursor)
        rest = [each for each in everything if _is_after(list(key(each)), after)]
    shown = rest[: _limit(given)]
    more = len(rest) > len(shown)
    return Page(shown, len(everything), _closed(key(shown[-1])) if more and shown else None)


def _limit(given: Mapping[str, str]) -> int:
    written = given.get("limit", str(LIMIT))
    if not written.isdecimal() or not 1 <= int(written) <= MOST:
        raise UsageError(f"limit is a number from 1 to {MOST}, not “{written}”")
    return int(written)


def _closed(key: Sequence[Any]) -> str:
    return urlsafe_b64encode(json.dumps(list(key), ensure_ascii=False).encode()).decode().rstrip("=")


def _opened(cursor: str) -> list[Any]:
    try:
        found = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        found = None
    if not isinstance(found, list):
        raise UsageError(f"not a cursor of this list: “{cursor}”")
    return found


def _is_after(key: list[Any], after: list[Any]) -> bool:
    try:
        return key > after
    except TypeError:
        raise UsageError("the cursor belongs to another list") from None
