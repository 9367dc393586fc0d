"""One article with its utterances highlighted, as a self-contained HTML page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from itertools import pairwise

from kg.records import Extraction, Span, Utterance, When

_STYLE = """
:root { color-scheme: light dark; --direct: #f6c453; --indirect: #7cc4f5; --reported: #b7e08a; --free: #d9b3f0; }
body { font: 1.05rem/1.65 Georgia, serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }
header, aside { font-family: system-ui, sans-serif; }
header p, aside { color: #767676; font-size: .9rem; }
mark { color: inherit; background: none; border-bottom: 3px solid var(--c); }
mark.Direct { --c: var(--direct); } mark.Indirect { --c: var(--indirect); } mark.Reported { --c: var(--reported); }
mark.FreeIndirect, mark.IndirectFreeIndirect { --c: var(--free); }
mark:hover, mark:focus { background: color-mix(in srgb, var(--c) 35%, transparent); }
.cue { font-style: italic; } .speaker { font-weight: bold; }
p { white-space: pre-wrap; }
aside ol { padding-left: 1.4rem; } aside q { quotes: none; }
"""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text over which the same parts of utterances lie: (utterance, part name), outermost first."""

    span: Span
    parts: tuple[tuple[Utterance, str], ...]

    @property
    def innermost_quote(self) -> Utterance | None:
        """The shortest utterance whose quote covers the segment."""
        quoted = [utterance for utterance, part in self.parts if part == "quote"]
        return quoted[-1] if quoted else None

    def is_part(self, name: str) -> bool:
        """True if the segment belongs to a part of that name (cue, speaker …)."""
        return any(part == name for _, part in self.parts)


def segments(extraction: Extraction) -> Iterator[Segment]:
    """The article's text in order, cut wherever a part of an utterance begins or ends; nothing is left out.

    Nested and crossing spans are both fine, since the segments are flat.
    """
    text = extraction.article.text
    parts = [
        (span, utterance, name)
        for utterance in extraction.utterances
        for name, passage in utterance.passages.items()
        for span in passage.spans
    ]
    parts.sort(key=lambda p: (p[0].start, -p[0].end))
    cuts = sorted({0, len(text)} | {bound for span, _, _ in parts for bound in (span.start, span.end)})
    active: list[tuple[Span, Utterance, str]] = []
    upcoming = iter(parts)
    following = next(upcoming, None)
    for start, end in pairwise(cuts):
        active = [part for part in active if part[0].end > start]
        while following and following[0].start <= start:
            active.append(following)
            following = next(upcoming, None)
        yield Segment(Span(start, end), tuple((utterance, name) for _, utterance, name in active))


def html(extraction: Extraction) -> str:
    """The page as text: headline, article with marks, and the list of utterances with speaker and chain."""
    article = extraction.article
    title = escape(article.headline or str(article.source))
    about = " · ".join(escape(x) for x in (article.outlet, *article.authors, article.published, article.url) if x)
    body = "".join(_segment(segment, article.text) for segment in segments(extraction))
    listed = "\n".join(_item(utterance) for utterance in extraction.utterances)
    return (
        f'<!doctype html>\n<html lang="de">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<header>\n<h1>{title}</h1>\n<p>{about}</p>\n</header>\n"
        f"<main>\n<p>{body}</p>\n</main>\n<aside>\n<h2>Äußerungen</h2>\n<ol>\n{listed}\n</ol>\n</aside>\n</body>\n</html>\n"
    )


def summary(utterance: Utterance) -> str:
    """One line on an utterance: who, by which words, when as the article puts it, along which chain.

    >>> from kg.records import Passage, SpeechType
    >>> text = "„Das ist gelogen“, sagte er"
    >>> quote, cue = Passage.of(text, [Span(0, 17)]), Passage.of(text, [Span(19, 24)])
    >>> summary(Utterance("u", SpeechType.DIRECT, quote, cue=cue))
    'Direct · speaker unknown · sagte'
    """
    speaker = utterance.speaker
    who = "speaker unknown"
    if speaker:
        who = speaker.entity.label if speaker.entity else f"“{speaker.passage.text}”"
    chain = " ← ".join(step.label for step in utterance.sources)
    cue = utterance.cue.text if utterance.cue else ""
    told = (utterance.type.value, who, cue, _when(utterance.said), f"via {chain}" if chain else "")
    return " · ".join(part for part in told if part)


def _when(said: When | None) -> str:
    """When it was said, as the article puts it, with the first day of it and, if it is longer, the last.

    >>> from kg.records import Passage
    >>> _when(When("2024-09-02T00:00:00", "2024-09-09T00:00:00", Passage("vorige Woche", (Span(4, 16),))))
    'vorige Woche (2024-09-02–2024-09-08)'
    """
    if said is None:
        return ""
    first = datetime.fromisoformat(said.start).date()
    last = (datetime.fromisoformat(said.end) - timedelta(microseconds=1)).date()
    return f"{said.evidence.text} ({first})" if first == last else f"{said.evidence.text} ({first}–{last})"


def _segment(segment: Segment, text: str) -> str:
    words = escape(segment.span.of(text))
    for name in ("cue", "speaker"):
        if segment.is_part(name):
            words = f'<span class="{name}">{words}</span>'
    quoted = segment.innermost_quote
    if not quoted:
        return words
    return f'<mark class="{quoted.type.value}" tabindex="0" title="{escape(summary(quoted))}">{words}</mark>'


def _item(utterance: Utterance) -> str:
    return f"<li><q>{escape(utterance.quote.text)}</q><br><small>{escape(summary(utterance))}</small></li>"
