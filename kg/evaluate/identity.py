"""Are persons neither merged with others nor split, over all articles of a gold?

The identities of all found statements are clustered as a store would cluster them (`kg.resolve.cluster`). A speaker
that the system left open is an identity of its own. What one article got wrong (a pronoun given to somebody else)
counts, too, so the same figures are also taken over the statements whose words name the person.

Source: purity and inverse purity after Amigó et al., A Comparison of Extrinsic Clustering Evaluation Metrics,
Information Retrieval 12 (2009).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from kg.evaluate.golddata import Statement
from kg.records import EntityKind, Utterance
from kg.resolve import cluster, fold, known, role_words

Pair = tuple[Statement, Utterance]
Shares = dict[str, tuple[float, int]]


def shares(pairs: Iterable[Pair]) -> Shares:
    """The shares (right, of how many) that `kg evaluate` shows, over found statements with their utterances.

    `persons whole`: persons who speak twice or more, have one identity, and share it with nobody. `persons pure`: their
    statements under the identities that are mostly theirs; `persons unsplit`: those under their own most frequent
    identity. The rows with `named` count only statements whose words name the person.
    """
    found = [(statement, identity) for statement, identity in _identified(list(pairs)) if statement.speaker]
    named = [(statement, identity) for statement, identity in found if not _is_person(statement) or _names(statement)]
    return _figures("persons", found) | _figures("named persons", named)


def _figures(what: str, found: Sequence[tuple[Statement, str]]) -> Shares:
    by_speaker: dict[str, Counter[str]] = defaultdict(Counter)
    by_identity: dict[str, Counter[str]] = defaultdict(Counter)
    for statement, identity in found:
        by_speaker[str(statement.speaker)][identity] += 1
        by_identity[identity][str(statement.speaker)] += 1
    people = {str(statement.speaker) for statement, _ in found if _is_person(statement)}
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


def _identified(pairs: Sequence[Pair]) -> list[tuple[Statement, str]]:
    speakers = [utterance.speaker.entity if utterance.speaker else None for _, utterance in pairs]
    called: dict[str, set[str]] = {}
    for _, utterance in pairs:
        if (speaker := utterance.speaker) and speaker.entity:
            told = (speaker.passage, speaker.antecedent, speaker.office and speaker.office.evidence)
            words = (role for passage in told if passage for role in role_words(passage.text))
            called.setdefault(speaker.entity.id, set()).update(words)
    stands = cluster((each for each in speakers if each and each.id), known()[0], called=called).canonical
    ids = [stands.get(each.id, each.id) if each and each.id else f"open {at}" for at, each in enumerate(speakers)]
    return [(statement, identity) for (statement, _), identity in zip(pairs, ids, strict=True)]


def _is_person(statement: Statement) -> bool:
    return statement.speaker_kind == EntityKind.PERSON and "(" not in str(statement.speaker)


def _names(statement: Statement) -> bool:
    """True if the words for the speaker hold the surname, in any case."""
    surname = fold(str(statement.speaker)).rpartition(" ")[2]
    return any(
        word.removesuffix("s") == surname.removesuffix("s") for word in fold(statement.speaker_text or "").split()
    )
