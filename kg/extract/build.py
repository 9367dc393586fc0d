"""The making of a draft from words of a sentence: trimming of quotes, the rest of an interrupted message."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.clauses import Sentence
from kg.extract.draft import Draft, Spans
from kg.records import Medium, SpeechType

_STRIP = frozenset([",", ";", ":", "–", "—", "-", "."])


def cut(sentence: Sentence, phrase: tuple[int, int] | None) -> Spans:
    return tuple(sentence.spans(range(*phrase))) if phrase else ()


def trim(sentence: Sentence, message: Sequence[int]) -> list[int]:
    """The message without separators at the ends of each of its stretches."""
    runs: list[list[int]] = []
    for i in sorted(message):
        if runs and i == runs[-1][-1] + 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    for run in runs:
        while run and sentence.words[run[0]].text in _STRIP and not sentence.words[run[0]].depth:
            run.pop(0)
        while run and sentence.words[run[-1]].text in _STRIP and not sentence.words[run[-1]].depth:
            run.pop()
    return [i for run in runs for i in run]


def end_of(sentence: Sentence) -> int:
    return sentence.segments[-1].end if sentence.segments else len(sentence.words)


def continuation(sentence: Sentence, stop: int) -> range:
    """The rest of a message that goes on behind the frame."""
    end = end_of(sentence)
    k = sentence.segment_of(stop + 1) if stop + 1 < end else len(sentence.segments)
    if k < len(sentence.segments) and sentence.segments[k].start > stop:
        seg = sentence.segments[k]
        word = sentence.words[seg.start]
        if (sentence.subjunctive(seg.start, end) and not sentence.subordinate(k)) or (
            word.low in ("aber", "sondern", "und") and sentence.subjunctive(seg.start, end)
        ):
            return range(seg.start, end)
    return range(0)


def phrase_draft(
    sentence: Sentence,
    rule: str,
    cue: list[int],
    who: tuple[int, int],
    message: Sequence[int],
    frame: Sequence[int],
    medium: Medium,
) -> Draft | None:
    kept = trim(sentence, message)
    if sum(sentence.words[i].text[0].isalpha() for i in kept) < 2:
        return None
    return Draft(
        rule,
        SpeechType.INDIRECT,
        tuple(sentence.spans(kept)),
        cue=tuple(sentence.spans(cue)),
        frame=tuple(sentence.spans(frame)),
        speaker=cut(sentence, who),
        medium=medium,
    )
