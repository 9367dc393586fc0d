"""An utterance before its records are made: what a rule proposes, and what the model makes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.records import Medium, Modality, Span, SpeechType

Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """An utterance in the making: the rule that proposed it, if any, and the stretches of text of its parts.

    `confidence` is the model's; a proposal has none.
    """

    rule: str
    type: SpeechType
    quote: Spans
    cue: Spans = ()
    frame: Spans = ()
    speaker: Spans = ()
    addressee: Spans = ()
    medium: Medium = Medium.SPEECH_OR_WRITING
    modality: Modality = Modality.ASSERTED
    confidence: float = 0.0

    @property
    def start(self) -> int:
        """First code point of the quote."""
        return self.quote[0].start

    @property
    def end(self) -> int:
        """One past the last code point of the quote."""
        return self.quote[-1].end

    def as_nested(self, span: Span) -> Draft:
        """The scrap of direct speech at `span` inside this utterance, with the same attribution."""
        return replace(self, rule="nested", type=SpeechType.DIRECT, quote=(span,))
