"""What an utterance states: negation, modality, quantities, and whom it names.

Cues are read from the wording alone; the speech act that the reporting verb performs ("bestritt", "forderte")
comes with the utterance from the extractor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from kg.claims.amounts import quantities
from kg.claims.modality import modality
from kg.claims.wording import words
from kg.records import Modality, Utterance

_NEGATION = re.compile(
    r"\b(?:nicht|kein(?:e[mnrs]?)?|nie(?:mals|mand(?:em|en)?)?|nichts|weder|keinesfalls|keineswegs|nirgends)\b",
    re.IGNORECASE,
)
_NO_NEGATION = re.compile(
    r"\bnicht\s+(?:nur|zuletzt|minder|weniger|mehr\s+als)\b|\b(?:aber|und|wenn\s+auch)\s+(?:noch\s+)?nicht\b"
    r"|\bob\b.*\boder\s+nicht\b|\b(?:nicht|kein\w*)\b[^.;]*,\s*sondern\b",
    re.IGNORECASE | re.DOTALL,
)


def describe(utterance: Utterance, names: Iterable[str] = ()) -> Utterance:
    """The utterance with negation, modality, quantities, and those of `names` that its quote mentions.

    >>> from kg.records import Passage, Span, SpeechType
    >>> text = "Es gebe keine Gefahr, mehr als 20 Tonnen seien geborgen"
    >>> u = describe(Utterance("u", SpeechType.INDIRECT, Passage.of(text, [Span(0, len(text))])))
    >>> u.negated, u.quantities
    (True, (Quantity(value=20.0, unit='Tonnen', qualifier='mehr als'),))
    """
    text = utterance.quote.text
    return replace(
        utterance,
        negated=is_negated(text),
        modality=modality(text, utterance.type) if utterance.modality is Modality.ASSERTED else utterance.modality,
        quantities=quantities(text),
        mentions=_mentioned(text, names),
    )


def is_negated(text: str) -> bool:
    """True if a negation word stands in `text` that is not part of "nicht nur", "…, sondern …" and the like.

    >>> is_negated("Das sei nicht nur falsch"), is_negated("Das habe niemand gewusst")
    (False, True)
    """
    return _NEGATION.search(_NO_NEGATION.sub(" ", text)) is not None


def _mentioned(text: str, names: Iterable[str]) -> tuple[str, ...]:
    present = words(text)
    return tuple(name for name in names if _contains(present, words(name)) or _contains(present, words(name)[-1:]))


def _contains(haystack: list[str], needle: list[str]) -> bool:
    variants = (needle, [*needle[:-1], needle[-1] + "s"]) if needle else ()
    return any(haystack[i : i + len(v)] == v for v in variants for i in range(len(haystack) - len(v) + 1))
