"""How far a chain reaches: whether an utterance that names no source belongs to the report or talk before it.

It does where the text goes on: in indirect speech, in an answer, in what points back ("demnach", "den Angaben zufolge",
"so die Zeitung weiter"), and where the same one speaks on. A new occasion ("am Montag", "vor Journalisten") ends it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract import relays
from kg.extract.clauses import Sentence, Word
from kg.extract.origin import Step
from kg.extract.phrases import subject
from kg.extract.sources import Frame
from kg.extract.stations import MEDIA, monitor, station, text_of
from kg.extract.wordlist import wordlist
from kg.records import EntityKind

REACH = 700
"""Code points over which the same speaker is still in the same passage; a long paragraph of news."""

_CARRYING = MEDIA | {EntityKind.REPORTS}
"""Kinds of which a chain has one if it goes on; what came from informants alone, does not."""

_HUMAN = frozenset({EntityKind.PERSON, EntityKind.ANONYMOUS})
_ANAPHORIC = re.compile(
    r"(?i)^(?:den|der|dem) (?:angaben|einschätzung(?:en)?|berichte?n?|darstellung(?:en)?|meldung(?:en)?)$"
)
_ACCORDINGLY = wordlist("demnach demzufolge")
_PRONOUNS = wordlist("er sie")
LATER = wordlist(
    """
    zuvor bereits später schon früher damals einst jüngst zuletzt hatte hatten montag dienstag mittwoch donnerstag
    freitag samstag sonnabend sonntag vormittag nachmittag montagabend dienstagabend mittwochabend donnerstagabend
    freitagabend samstagabend sonntagabend rede pressekonferenz journalisten reportern ansprache anhörung
    """
)
"""Words of a frame that make a new occasion of it."""


@dataclass(frozen=True, slots=True)
class Trail:
    """The utterance before: its sentence, where it ends, who spoke, by which road; whether it was a question.

    `relayed` is true if the one who spoke is a medium that passes on what another one said.
    """

    sentence: Sentence
    end: int
    speaker: str | None
    steps: tuple[Step, ...]
    asks: bool = False
    relayed: bool = False

    @property
    def start(self) -> int:
        """First code point of its sentence."""
        return self.sentence.words[0].start


@dataclass(frozen=True, slots=True)
class Here:
    """The utterance that may go on, as the rules see it.

    `speaker` tells one speaker from another, `told` is where the fullest mention of it stands; `near` is true in the
    paragraph of the utterance before, `addressed` if the sentence names a hearer.
    """

    frame: Frame
    start: int
    words: Sequence[Word]
    speaker: str | None
    told: int
    near: bool
    addressed: bool


def goes_on(last: Trail, here: Here) -> tuple[Step, ...]:
    """The chain of the utterance before, if `here` belongs to the same report or talk, else nothing.

    A post is no talk: its platform stays behind.
    """
    steps = tuple(step for step in last.steps if step.kind is not EntityKind.PLATFORM)
    if here.start - last.end >= REACH:
        return ()
    if here.near and here.frame.sentence.words[0].low in _ACCORDINGLY:
        return steps
    if here.frame.speaker is None or not any(step.kind in _CARRYING or monitor(step.label) for step in steps):
        return ()
    return steps if _further(here) or _answers(last, here) or _speaks_on(last, here) else ()


def told_indirectly(frame: Frame) -> bool:
    """True if the saying itself is told in indirect speech: "Beide Seiten hätten über … gesprochen"."""
    words = frame.sentence.words
    told = [i for i, word in enumerate(words) if word.finite and not word.depth]
    main = [i for i in told if frame.near_cue(i)] or [i for i in told if not frame.inside(i)]
    return any(words[i].subjunctive for i in main)


def _further(here: Here) -> bool:
    """True for "so die Zeitung weiter", "den Angaben zufolge" and a saying in indirect speech."""
    words, speaker = here.frame.sentence.words, here.frame.speaker
    weiter = speaker is not None and speaker[1] < len(words) and words[speaker[1]].low == "weiter"
    return weiter or told_indirectly(here.frame) or _ANAPHORIC.match(text_of(here.words)) is not None


def _answers(last: Trail, here: Here) -> bool:
    verbs = (here.frame.sentence.words[i].lemma for i in here.frame.cue)
    return here.near and last.asks and any(verb in relays.ANSWERING for verb in verbs)


def _speaks_on(last: Trail, here: Here) -> bool:
    """True if the one before speaks on the same occasion, by name, or by a pronoun in the same paragraph."""
    words = here.frame.sentence.words
    if here.addressed or any(word.low in LATER for i, word in enumerate(words) if not here.frame.inside(i)):
        return False
    if here.speaker is not None and here.speaker == last.speaker:
        return True
    if not here.near or len(here.words) != 1 or here.words[0].low not in _PRONOUNS:
        return False
    if here.speaker is None or last.start <= here.told < last.end:
        return True
    return last.relayed and here.told < last.start and _somebody(last.sentence)


def _somebody(sentence: Sentence) -> bool:
    """True if the sentence tells of somebody: "Ein Beamter sprach der kpa zufolge von vier Toten"."""
    verb = next((i for i, word in enumerate(sentence.words) if word.finite and not word.depth), None)
    if verb is None:
        return False
    seg = sentence.segments[sentence.segment_of(verb)]
    who = subject(sentence, verb, seg.start, seg.end)
    told = [station(sentence.words[i:j], {}) for i, j in filter(None, ((seg.start, verb), who))]
    return any(found is not None and found.kind in _HUMAN for found in told)
