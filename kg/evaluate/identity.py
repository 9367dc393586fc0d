"""Are persons neither merged with others nor split, over all articles of a gold?

The identities of all speakers are clustered as a store would cluster them (`kg.resolve.cluster`). A speaker that the
system left open is an identity of its own. Three views, from the strictest on: all found statements of a person, so
that a pronoun given to somebody else in one article, or words that are no speaker's, break the person; the found
statements whose gold words name the person; and the places where the system's own words for a speaker name the person,
whatever the statement.

Source: purity and inverse purity after Amigó et al., A Comparison of Extrinsic Clustering Evaluation Metrics,
Information Retrieval 12 (2009).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from kg.evaluate.golddata import Gold, Known, Statement
from kg.records import Entity, EntityKind, Utterance
from kg.resolve import Context, cluster, fold, known, role_words

_NAMED = (EntityKind.PERSON, EntityKind.ORGANISATION)
Pair = tuple[Statement, Utterance]
Shares = dict[str, tuple[float, int]]


@dataclass(frozen=True, slots=True)
class Reading:
    """An utterance of a gold article, and the gold's speaker of the statement that it was found as, if it was."""

    gold: Gold
    utterance: Utterance
    said_by: str | None = None


@dataclass(frozen=True, slots=True)
class _Held:
    """That the gold's `speaker` was given the `identity`."""

    speaker: str
    identity: str
    person: bool = True


def shares(pairs: Iterable[Pair], articles: Sequence[object] = ()) -> Shares:
    """The shares (right, of how many) that `kg evaluate` shows, over found statements with their utterances.

    `persons whole`: persons who speak twice or more, have one identity, and share it with nobody. `persons pure`: their
    statements under the identities that are mostly theirs; `persons unsplit`: those under their own most frequent
    identity. The rows with `named` count only statements whose words name the person. `articles` tells of each pair
    which article it is from, if it matters.
    """
    given = list(pairs)
    ids = _identities([utterance for _, utterance in given], articles)
    found = [(s, _Held(s.speaker, at, _is_person(s))) for (s, _), at in zip(given, ids, strict=True) if s.speaker]
    named = [held for statement, held in found if not held.person or _holds(statement.speaker_text, held.speaker)]
    return _figures("persons", [held for _, held in found]) | _figures("named persons", named)


def mentioned(readings: Iterable[Reading]) -> Shares:
    """The same shares over the places where the system's words for a speaker name a person of the gold.

    Who is named follows from the verbatim forms that the gold lists for the article (its identity files, and the words
    of its speakers); where a form is that of two ("Brandt"), from the statement that was found.
    """
    given = list(readings)
    ids = _identities([each.utterance for each in given], [each.gold.path for each in given])
    held: dict[tuple[object, ...], _Held] = {}
    for each, identity in zip(given, ids, strict=True):
        if (speaker := each.utterance.speaker) and (person := _named(each, speaker.passage.text)):
            held[(each.gold.path, speaker.passage.spans)] = _Held(person, identity)
    return _figures("mentioned persons", list(held.values()))


def assigned(pairs: Iterable[Pair], articles: Sequence[object] = ()) -> list[bool]:
    """For each statement of a person or body whether its identity is the one that stands for its speaker.

    Each speaker of the gold and each identity go together at most once, so that the most statements are right. Whether
    the names agree does not matter: the gold's are fuller than what one article tells ("Landesamt Ostermark").

    Source: the mention-based CEAF of Luo, On Coreference Resolution Performance Metrics, HLT/EMNLP 2005.
    """
    given = list(pairs)
    ids = _identities([utterance for _, utterance in given], articles)
    told = [(s.speaker, at) for (s, _), at in zip(given, ids, strict=True) if s.speaker and s.speaker_kind in _NAMED]
    speakers, identities = (sorted(set(column)) for column in zip(*told, strict=True)) if told else ([], [])
    counts = np.zeros((len(speakers), len(identities)))
    for speaker, at in told:
        counts[speakers.index(speaker), identities.index(at)] += 1
    rows, columns = linear_sum_assignment(counts, maximize=True)
    together = {(speakers[i], identities[j]) for i, j in zip(rows.tolist(), columns.tolist(), strict=True)}
    return [pair in together for pair in told]


def names_of(utterances: Iterable[Utterance], articles: Sequence[object] = ()) -> Callable[[Utterance], list[str]]:
    """A function that gives all names of the identity that a store of `utterances` makes of an utterance's speaker."""
    given = list(utterances)
    ids = dict(zip(map(id, given), _identities(given, articles), strict=True))
    names: dict[str, dict[str, None]] = defaultdict(dict)
    for utterance in given:
        if entity := _entity(utterance):
            names[ids[id(utterance)]][entity.label] = None
    return lambda utterance: list(names[ids[id(utterance)]])


def _figures(what: str, found: Sequence[_Held]) -> Shares:
    by_speaker: dict[str, Counter[str]] = defaultdict(Counter)
    by_identity: dict[str, Counter[str]] = defaultdict(Counter)
    for held in found:
        by_speaker[held.speaker][held.identity] += 1
        by_identity[held.identity][held.speaker] += 1
    people = {held.speaker for held in found if held.person}
    often = sorted(person for person in people if by_speaker[person].total() > 1)
    whole = [p for p in often if len(by_speaker[p]) == 1 and len(by_identity[next(iter(by_speaker[p]))]) == 1]
    said = sum(by_speaker[person].total() for person in often)
    pure = sum(
        count
        for person in often
        for identity, count in by_speaker[person].items()
        if by_identity[identity].most_common(1)[0][0] == person
    )
    unsplit = sum(by_speaker[person].most_common(1)[0][1] for person in often)
    return {
        f"{what} whole": (len(whole), len(often)),
        f"{what} pure": (pure, said),
        f"{what} unsplit": (unsplit, said),
    }


def _identities(utterances: Sequence[Utterance], articles: Sequence[object] = ()) -> list[str]:
    """The identity of each utterance's speaker in a store of them all."""
    speakers = [_entity(utterance) for utterance in utterances]
    called: dict[str, set[str]] = defaultdict(set)
    offices: dict[str, set[str]] = defaultdict(set)
    for utterance in utterances:
        if (speaker := utterance.speaker) and speaker.entity:
            told = (speaker.passage, speaker.antecedent, speaker.office and speaker.office.evidence)
            words = (role for passage in told if passage for role in role_words(passage.text))
            called[speaker.entity.id].update(words)
            if speaker.office and not speaker.office.former:
                offices[speaker.entity.id].add(speaker.office.label)
    speaking: dict[object, set[str]] = defaultdict(set)
    for article, each in zip(articles, speakers, strict=False):
        if each and each.kind is EntityKind.PERSON:
            speaking[article].add(each.id)
    beside: dict[str, set[str]] = defaultdict(set)
    for others in speaking.values():
        for one in others:
            beside[one] |= others - {one}
    context = Context(called, offices, beside)
    stands = cluster((each for each in speakers if each), known()[0], context=context).canonical
    return [stands.get(each.id, each.id) if each else f"open {at}" for at, each in enumerate(speakers)]


def _entity(utterance: Utterance) -> Entity | None:
    entity = utterance.speaker.entity if utterance.speaker else None
    return entity if entity and entity.id else None


def _named(reading: Reading, wording: str) -> str | None:
    """The person of the gold whom the wording names, else None: by the longest form, then by the statement found.

    Words for several at once ("Vogt und Thams") name none of them.
    """
    told = _told(reading.gold)
    words = fold(wording).split()
    if "und" in words:
        return None
    fitting = [(len(form), each.label) for each in told for form in _forms(each) if _within(form, words)]
    best = {label for length, label in fitting if length == max(fitting)[0]}
    if reading.said_by is not None:
        return reading.said_by if reading.said_by in best else None
    return best.pop() if len(best) == 1 else None


def _told(gold: Gold) -> list[Known]:
    spoken = [
        Known(s.speaker, (s.speaker_text,)) for s in gold.statements if s.speaker and s.speaker_text and _is_person(s)
    ]
    return [*(each for each in gold.persons if "(" not in each.label), *spoken]


def _forms(person: Known) -> list[list[str]]:
    """The forms that end in the surname, as words; a genitive may belong to what it stands before."""
    surname = fold(person.label).rpartition(" ")[2]
    forms = [fold(form).split() for form in person.forms]
    return [form for form in forms if form and form[-1] == surname]


def _within(form: Sequence[str], words: Sequence[str]) -> bool:
    return any(list(words[at : at + len(form)]) == list(form) for at in range(len(words) - len(form) + 1))


def _is_person(statement: Statement) -> bool:
    return statement.speaker_kind == EntityKind.PERSON and "(" not in str(statement.speaker)


def _holds(wording: str | None, label: str) -> bool:
    """True if the words hold the label's surname, in any case."""
    surname = fold(label).rpartition(" ")[2].removesuffix("s")
    return any(word.removesuffix("s") == surname for word in fold(wording or "").split())
