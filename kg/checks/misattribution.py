"""The same quotation in two people's mouths."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import networkx as nx
from networkx.utils import UnionFind
from rapidfuzz import fuzz

from kg.checks.wording import Message, excerpt, finding, label, listed, outlets
from kg.claims import wording
from kg.network import of_kind, target
from kg.records import UNNAMED, EntityKind, Finding, Severity, SpeechType
from kg.resolve import person_name

CHECK = "misattribution"

MIN_WORDS = 6
"""Shorter quotes ("Das ist ein großer Erfolg") are said by many. Set by hand."""
MIN_CONTENT_WORDS = 2
"""Least number of words that are not mere grammar. Set by hand."""
TELLING = 4
"""Content words from which a quote is no set phrase: fewer make a notice at most, and only if not a word differs
("Hier ist von Anfang an schöngerechnet worden"). Set by hand on our sample corpus."""
ALIKE = 85.0
"""Least share of equal words, in percent, of two printings of one quote. Set by hand on invented pairs."""
SAME_NAME = 85.0
"""Least likeness of two spellings of one name, in percent (Devrik, Dewrik). Set by hand on invented names."""
SHINGLE = 3
"""Words in a row that two printings must share to be compared; what is `ALIKE` does, from seven words on."""
COMMON = 50
"""A row of words in more different quotes than this is a set phrase and brings no pair about. Set by hand."""

_NEGATION = re.compile(r"(?:nicht|nichts|nie|niemals|niemand\w*|kein\w*|weder|ohne)$")
_FUNCTION_WORDS = frozenset(
    wording.words(
        """aber als am an auch auf aus bei beim bis da damit das dass dem den der des dich die dies diese diesem diesen
        dieser dieses dir doch dort du durch ein eine einem einen einer eines er es etwa etwas euch für gegen gibt hab
        habe haben hat hatte hatten hier hin ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in ins ist ja jede jedem
        jeden jeder jedes kann können man mehr mein meine mich mir mit muss müssen nach noch nun nur ob oder ohne schon
        sehr sei seien sein seine seinem seinen seiner seit sich sie sind so soll sollen sondern über um und uns unser
        unsere unter vom von vor war waren was weil wenn wer werden wie wieder will wir wird wo wollen worden wurde
        wurden zu zum zur zwar nicht kein keine keinen keiner"""
    )
)

Words = tuple[str, ...]


def misattribution(graph: nx.MultiDiGraph) -> Iterator[Finding]:
    """Direct quotations that are attributed to different identified speakers; one finding a quotation.

    Definition: direct speech of at least `MIN_WORDS` words, `MIN_CONTENT_WORDS` of them content words; the wording is
    equal, or one is a stretch of the other (a cut quote), or, from `TELLING` content words on, `ALIKE` of the words are
    in the same order with the same negations. Speakers that are unnamed, or a role or generic body known within one
    article only, do not count; nor do two spellings or a short form of one name, unless their roles differ
    ("Werksleiter Brandt", "Landrätin Ulrike Brandt").
    Between persons it is a warning; a notice where a body is concerned, which may have spoken through the person, where
    the quote may be a set phrase, or where only their roles tell the two apart.
    Algorithm: equal wordings are one; wordings that share `SHINGLE` words in a row, if not more than `COMMON` do, are
    compared; what is alike is joined by union-find. Cost: linear in the words of all quotes but for the comparisons, of
    which there are at most `COMMON` a shingle.
    Source: Wortlaut's own; shingles after Broder, "On the resemblance and containment of documents", 1997.
    """
    quotes = quotations(graph)
    yield from quote_findings(graph, quotes, linked(quotes))


def quotations(graph: nx.MultiDiGraph, among: Iterable[str] | None = None) -> dict[Words, list[str]]:
    """The wordings that count, each with the utterances that have it; of some utterances, or of all."""
    quotes: dict[Words, list[str]] = defaultdict(list)
    for utterance in of_kind(graph, "utterance") if among is None else among:
        if _counts(graph, utterance):
            quotes[words(graph.nodes[utterance]["wording"])].append(utterance)
    return quotes


def quote_findings(
    graph: nx.MultiDiGraph, quotes: Mapping[Words, Sequence[str]], links: Iterable[tuple[Words, Words]]
) -> Iterator[Finding]:
    """The findings on the groups of quotes that hang together by the links."""
    groups = UnionFind(quotes)
    for pair in links:
        groups.union(*pair)
    for group in sorted(sorted(each) for each in groups.to_sets()):
        yield from _finding(graph, sorted(utterance for quote in group for utterance in quotes[quote]))


def linked(quotes: Collection[Words]) -> Iterator[tuple[Words, Words]]:
    """The pairs of different quotes that are printings of one."""
    return (pair for pair in candidates(quotes) if alike(*pair))


def shingles(quote: Words) -> set[Words]:
    """The rows of `SHINGLE` words in a quote.

    >>> sorted(shingles(words("„Der Damm hält bis Montag“")))
    [('damm', 'hält', 'bis'), ('der', 'damm', 'hält'), ('hält', 'bis', 'montag')]
    """
    return {quote[i : i + SHINGLE] for i in range(len(quote) - SHINGLE + 1)}


def hinges_on_roles(left: str, right: str) -> bool:
    """True if only roles may tell the bearers of two names apart.

    >>> hinges_on_roles("Brandt", "Ulrike Brandt"), hinges_on_roles("Jochen Brandt", "Ulrike Brandt")
    (True, False)
    """
    return same_name(left, right) and any(len(words(each)) == 1 for each in (left, right))


def words(quote: str) -> Words:
    """The words of a quote, case-folded, without marks.

    >>> words("„Der Damm hält!“")
    ('der', 'damm', 'hält')
    """
    return tuple(wording.words(quote))


def candidates(quotes: Collection[Words]) -> Iterator[tuple[Words, Words]]:
    """The pairs of different quotes that share a row of words which is not a set phrase, each once."""
    holders: dict[Words, list[Words]] = defaultdict(list)
    for quote in quotes:
        for shingle in shingles(quote):
            holders[shingle].append(quote)
    seen: set[frozenset[Words]] = set()
    for holding in holders.values():
        if len(holding) <= COMMON:
            for pair in combinations(holding, 2):
                if frozenset(pair) not in seen:
                    seen.add(frozenset(pair))
                    yield pair


def alike(left: Words, right: Words) -> bool:
    """True if the two are printings of one quote.

    >>> alike(words("Wir werden den Damm bis Montag halten"), words("Wir werden den Damm bis Montag nicht halten"))
    False
    """
    shorter, longer = sorted((left, right), key=len)
    if any(longer[i : i + len(shorter)] == shorter for i in range(len(longer) - len(shorter) + 1)):
        return True
    if min(content(left), content(right)) < TELLING or _negations(left) != _negations(right):
        return False
    return fuzz.ratio(left, right) >= ALIKE


def content(quote: Words) -> int:
    """How many of the words are content words.

    >>> content(words("„Ein Landkreis ohne Notaufnahme ist wie eine Feuerwehr ohne Wasser“"))
    4
    """
    return sum(word not in _FUNCTION_WORDS for word in quote)


def same_name(left: str, right: str) -> bool:
    """True if the two names may be one person's: one is part of the other, or a spelling of it.

    >>> same_name("Anton Devrik", "Anton Dewrik"), same_name("Brandt", "Ulrike Brandt")
    (True, True)
    >>> same_name("Jochen Brandt", "Ulrike Brandt")
    False
    """
    ours, theirs = set(words(left)), set(words(right))
    return ours <= theirs or theirs <= ours or fuzz.ratio(left.casefold(), right.casefold()) >= SAME_NAME


def _counts(graph: nx.MultiDiGraph, utterance: str) -> bool:
    data, speaker = graph.nodes[utterance], target(graph, utterance, "saidBy")
    if data.get("speech_type") != SpeechType.DIRECT or speaker is None:
        return False
    quote = words(data["wording"])
    return len(quote) >= MIN_WORDS and content(quote) >= MIN_CONTENT_WORDS and _is_identified(graph.nodes[speaker])


def _is_identified(speaker: Mapping[str, Any]) -> bool:
    """True if it can be told apart from others: a name, not an unnamed someone, a role ("der Präsident") or a body."""
    if speaker["kind"] in UNNAMED:
        return False
    named = speaker["kind"] == EntityKind.PERSON and person_name(speaker["label"]) is not None
    return named or not speaker.get("scoped")


def _negations(quote: Words) -> list[str]:
    return sorted(word for word in quote if _NEGATION.match(word))


def _finding(graph: nx.MultiDiGraph, utterances: Sequence[str]) -> Iterator[Finding]:
    """The finding on the printings of one quote, if they disagree about the speaker."""
    said: dict[str, list[str]] = defaultdict(list)
    for utterance in utterances:
        if speaker := target(graph, utterance, "saidBy"):
            said[speaker].append(utterance)
    if len(list(_different(graph, said))) < 2:
        return
    persons = [each for each in said if graph.nodes[each]["kind"] == EntityKind.PERSON]
    named = {label(graph, each) for each in persons}
    apart = any(not same_name(left, right) for left, right in combinations(sorted(named), 2))
    telling = max(content(words(graph.nodes[each]["wording"])) for each in utterances) >= TELLING
    severe = telling and apart
    nodes = (*utterances, *sorted(said))
    whom = Message("Personen", "persons") if len(persons) == len(said) else Message("Sprechern", "speakers")
    message = _message(graph, utterances, said, whom)
    yield finding(graph, CHECK, Severity.WARNING if severe else Severity.NOTICE, message, nodes, utterances)


def _different(graph: nx.MultiDiGraph, speakers: Iterable[str]) -> Iterator[set[str]]:
    """The speakers, those of whom one may be the other together."""
    groups = UnionFind(speakers)
    for left, right in combinations(sorted(set(groups)), 2):
        if same_name(label(graph, left), label(graph, right)) and not _other_role(graph, left, right):
            groups.union(left, right)
    yield from groups.to_sets()


def _other_role(graph: nx.MultiDiGraph, left: str, right: str) -> bool:
    """True if one of the two is a bare surname, and the roles by which they are introduced have nothing in common."""
    bare = any(len(words(label(graph, each))) == 1 for each in (left, right))
    ours, theirs = (set(graph.nodes[each].get("roles", ())) for each in (left, right))
    return bare and bool(ours and theirs) and not ours & theirs


def _message(
    graph: nx.MultiDiGraph, utterances: Sequence[str], said: Mapping[str, Sequence[str]], whom: Message
) -> Message:
    quote = excerpt(graph.nodes[utterances[0]]["wording"])
    who = list(_who(graph, said))
    return Message(
        f"Dasselbe Zitat {quote} wird verschiedenen {whom.de} zugeschrieben: {listed(each.de for each in who).de}.",
        f"One quotation, {quote}, is attributed to different {whom.en}: {listed(each.en for each in who).en}.",
    )


def _who(graph: nx.MultiDiGraph, said: Mapping[str, Sequence[str]]) -> Iterator[Message]:
    for speaker, utterances in said.items():
        name, names = label(graph, speaker), [label(graph, outlet) for outlet in outlets(graph, utterances)]
        yield Message(*(f"{name} ({where})" for where in listed(names))) if names else Message(name, name)
