"""Findings as one self-contained HTML page, with the evidence in its context: to be mailed round a desk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import groupby

from kg.errors import StoreError
from kg.rdf import plain
from kg.records import Evidence, Finding, Language, Severity, Span
from kg.store import Reader

AROUND = 160
"""Code points of context on either side of the evidence. Set by hand: about a sentence."""
SHOWN = 4
"""Places that are shown at once; further ones are folded. Set by hand."""

_STYLE = """
:root { color-scheme: light dark; --error: #c0392b; --warning: #d35400; --notice: #2874a6; --info: #707b7c; }
body { font: 1rem/1.55 system-ui, sans-serif; max-width: 52rem; margin: 1.5rem auto; padding: 0 1rem; }
h2 { margin-top: 2.5rem; } article { border-left: 4px solid var(--c); padding: .1rem 0 .1rem 1rem; margin: 1.4rem 0; }
.error { --c: var(--error); } .warning { --c: var(--warning); }
.notice { --c: var(--notice); } .info { --c: var(--info); }
article h3 { font-size: 1.05rem; margin: 0 0 .3rem; } .check { color: var(--c); font-size: .85rem; font-weight: 600; }
blockquote { font-family: Georgia, serif; margin: .6rem 0; overflow-wrap: anywhere; }
cite { display: block; font: normal .85rem/1.4 system-ui, sans-serif; color: #767676; }
cite a { color: inherit; }
mark { background: color-mix(in srgb, var(--c) 30%, transparent); color: inherit; }
details summary { cursor: pointer; color: #767676; font-size: .9rem; }
"""

_KEPT = 64
_ABOUT = """SELECT ?hash ?headline ?outlet ?date ?url {
  $article kg:textSha256 ?hash .
  OPTIONAL { $article schema:headline ?headline }
  OPTIONAL { $article schema:publisher/schema:name ?outlet }
  OPTIONAL { $article schema:datePublished ?date }
  OPTIONAL { $article schema:url ?url }
} LIMIT 1"""

_TITLES = {
    Language.GERMAN: dict(zip(Severity, ("Zur Kenntnis", "Hinweise", "Warnungen", "Fehler"), strict=True)),
    Language.ENGLISH: dict(zip(Severity, ("For information", "Notices", "Warnings", "Errors"), strict=True)),
}

_WORDS = {
    Language.GERMAN: {"findings": "Befunde", "none": "Keine Befunde.", "more": "weitere"},
    Language.ENGLISH: {"findings": "Findings", "none": "No findings.", "more": "more"},
}

NAMES = {
    "contradiction": "Widerspruch",
    "self-contradiction": "Widerspruch mit sich selbst",
    "denial": "Dementi",
    "quote-drift": "verändertes Zitat",
    "hedge-loss": "verlorener Vorbehalt",
    "quote-promotion": "vom Referat zum Zitat",
    "misattribution": "ein Zitat, zwei Sprecher",
    "circular-sourcing": "Quellen im Kreis",
    "anonymous-only": "nur anonyme Quellen",
    "single-source": "eine einzige Quelle",
    "dead-end": "Spur ins Leere",
    "independent-origins": "unabhängige Ursprünge",
    "balance": "wer mit wem",
    "retraction": "ohne diese Quelle",
    "integrity": "Zustand des Graphen",
}
"""How the checks are called in German; in English they go by their own names."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What a reader wants to know of an article that evidence stands in."""

    text: str
    headline: str | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None


def articles(store: Reader) -> Callable[[str], Printed]:
    """What gives the articles of a store by their IRIs; the last ones are kept at hand."""

    def printed(article: str) -> Printed:
        for sha256, *about in store.query(_ABOUT, params={"article": article}):
            known = [plain(cell) if cell else None for cell in about]
            return Printed(store.text(plain(sha256 or "")), *known)
        raise StoreError(f"no article {article}")

    return lru_cache(_KEPT)(printed)


def is_from(finding: Finding, article: Callable[[str], Printed], outlet: str | None, since: str | None) -> bool:
    """True if a place of the evidence is from that outlet, and published since that day; None asks for nothing."""
    printed = (article(each.article) for each in finding.evidence)
    return any(
        (not outlet or (each.outlet or "").casefold() == outlet.casefold())
        and (not since or (each.published or "") >= since)
        for each in printed
    )


def html(findings: Iterable[Finding], article: Callable[[str], Printed], language: Language = Language.GERMAN) -> str:
    """The page as text, the gravest findings first, in their order otherwise; `article` gives those that they cite.

    Nothing in it is loaded from elsewhere.
    """
    found = sorted(findings, key=lambda each: -each.severity.rank)
    parts = []
    for severity, some in groupby(found, key=lambda each: each.severity):
        items = "\n".join(_finding(each, article, language) for each in some)
        parts.append(f"<section>\n<h2>{_TITLES[language][severity]}</h2>\n{items}\n</section>")
    words = _WORDS[language]
    body = "\n".join(parts) or f"<p>{words['none']}</p>"
    title, counts = words["findings"], _counted(found, language)
    return (
        f'<!doctype html>\n<html lang="{language.value}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<header>\n<h1>{title}</h1>\n<p>{counts}</p>\n</header>\n"
        f"<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def context(text: str, spans: Sequence[Span]) -> Iterator[tuple[str, bool]]:
    """The stretches of text around and within the evidence, in order, each with whether it is evidence.

    >>> list(context("Es gab neun Tote.", [Span(7, 11)]))
    [('Es gab ', False), ('neun', True), (' Tote.', False)]
    """
    first, last = spans[0].start, max(span.end for span in spans)
    at = max(0, first - AROUND)
    if at:
        yield "… " + text[at:first].partition(" ")[2], False
        at = first
    for span in spans:
        if span.start > at:
            yield text[at : span.start], False
        yield text[max(at, span.start) : span.end], True
        at = max(at, span.end)
    after = text[last : last + AROUND]
    if after:
        cut = last + AROUND < len(text)
        yield (after.rpartition(" ")[0] + " …" if cut else after), False


def _counted(found: Sequence[Finding], language: Language) -> str:
    titles = reversed(_TITLES[language].items())
    counts = [(title, sum(each.severity is severity for each in found)) for severity, title in titles]
    return " · ".join(f"{title}: {count}" for title, count in counts if count)


def _finding(finding: Finding, article: Callable[[str], Printed], language: Language) -> str:
    places = [_place(each, article(each.article)) for each in finding.evidence if each.passage.spans]
    shown, folded = "\n".join(places[:SHOWN]), "\n".join(places[SHOWN:])
    name = NAMES.get(finding.check, finding.check) if language is Language.GERMAN else finding.check
    more = (
        f"<details><summary>{len(places) - SHOWN} {_WORDS[language]['more']}</summary>\n{folded}\n</details>\n"
        if folded
        else ""
    )
    return (
        f'<article class="{finding.severity.value}">\n<span class="check">{escape(name)}</span>\n'
        f"<h3>{escape(finding.told(language))}</h3>\n{shown}\n{more}</article>"
    )


def _place(evidence: Evidence, printed: Printed) -> str:
    words = "".join(
        f"<mark>{escape(part)}</mark>" if is_evidence else escape(part)
        for part, is_evidence in context(printed.text, evidence.passage.spans)
    )
    day = (printed.published or "")[:16].replace("T", " ")
    about = " · ".join(escape(each) for each in (printed.outlet, day, printed.headline) if each)
    if printed.url and printed.url.startswith(("http://", "https://")):
        about = f'<a href="{escape(printed.url)}">{about or escape(printed.url)}</a>'
    return f"<blockquote>{words}<cite>{about or escape(evidence.article)}</cite></blockquote>"
