"""Decides which lines and paragraphs are page furniture rather than article, each with a reason.

Careful rather than thorough: what reports speech (quotation marks, "sagte", "laut") stays, unless the whole wording is
known to be furniture.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.corpus.junk import CODE_SIGN, LINES, OPENINGS, PLEA, SCRIPT, TOPICS
from kg.corpus.lines import Line, cut
from kg.corpus.outlets import BYLINE, LABELLED, NAME, WORKS_FOR
from kg.corpus.raw import words

_CREDIT_WORDS = words(
    "dpa afp ap epd kna imago via picture alliance image images photo photos press von van de der und of the "
    "privat pool archiv "
    "stock adobe getty x by bei foto bild e c i s"
)
"""Words in small letters that a photo credit may have beside names."""
_AGENCIES = words(
    "dpa afp reuters imago getty epa ap pa zuma photothek shutterstock istock ddp epd keystone apa unsplash "
    "pixabay adobe"
)
_LABEL = (
    r"(?:Foto(?:s|grafie|montage|credit)?|Bild(?:er|quelle|rechte|nachweis)?|Symbol(?:bild|foto)|Archiv(?:bild"
    r"|foto)|Titelbild|Aufmacherbild"
    r"|Grafik|Illustration|Karte|Quelle|Credits?|Copyright|Screenshot|Video|Montage|Collage|Rechte)"
)
_CREDIT = re.compile(rf"[(\[]?(?:©|\(c\)|{_LABEL}\s?(?:von |©|:|\||/|-|–|by ))", re.IGNORECASE)
_CREDIT_BELOW = re.compile(rf"[\s(\[|]+(?:©|{_LABEL}\s?[:©])")
_CAPTION_LABEL = re.compile(
    r"[(\[]?(?:Bildunterschrift|Bildbeschreibung|Im Bild|Auf dem (?:Bild|Foto)|Archivbild|Symbolbild)\s?:",
    re.IGNORECASE,
)
_CAPTION_LIMIT = 180
"""A longer paragraph is no caption. In code points, set by us on invented pages, as the limits below."""
_REPORTS = re.compile(
    r"[„»«\"“][^„“”»«\"]*\s[^„“”»«\"]*[“”«»\"]"
    r"|\b(?:sag(?:t|te|ten|en)|erklär(?:t|te|ten|en)|beton(?:t|te|ten)|bericht(?:et|ete|eten)|berichten|teilte"
    r"|mitteilte|schrieb|schreibt|kritisier(?:t|te|ten)|forder(?:t|te|ten|n)"
    r"|warn(?:t|te|ten|en)|verlang(?:t|te|ten)|kündig(?:t|te|ten)|behaupte(?:t|te|ten)|mein(?:t|te|ten)|zufolge"
    r"|laut|angaben|sei|seien|habe|hätten|werde|wolle|könne|müsse|solle|soll|sollen"
    r"|will|wies|äußer(?:t|te|ten)|nann?te|nennt|sprach|spricht|hieß|heißt)\b",
    re.IGNORECASE,
)
_AUTHOR_BOX = re.compile(
    rf"^(?:Zur Person:?\s|Über (?:den Autor|die Autorin):?\s|Zum Autor:?\s|Zur Autorin:?\s)?(?P<author>{NAME}),? "
    r"(?:\(\w+\) )?(?:ist|war|arbeitet|schreibt|berichtet|leitet|gehört|studierte|wurde|hat|begleitet|verantwortet"
    r"|kümmert|beschäftigt|Jahrgang|geboren|\d{4})\b"
)
_AUTHOR_LABEL = re.compile(
    r"^(?:Zur Person|Über (?:den|die) Autor(?:in)?|Zum Autor|Zur Autorin|Mehr (?:Artikel|Beiträge)? ?von)\b",
    re.IGNORECASE,
)
_JOURNALISM = re.compile(
    r"(?:redakteur|korrespondent|reporter|volontär|redaktion|journalis|ressort|autor(?:in)?\b|kolumnist|newsroom"
    r"|chefredakt|freie[r]? mitarbeiter)",
    re.IGNORECASE,
)
_COMMENT_SIGNS = re.compile(
    r"(?:.{2,40}[,|·•]?\s)?(?:vor \d+ (?:Minuten?|Stunden?|Tag(?:en)?)"
    r"|(?:am )?\d{1,2}\.\d{1,2}\.\d{2,4}(?:,? (?:um )?\d{1,2}[:.]\d{2}(?: Uhr)?)?)"
    r"|Antworten|Gefällt mir.*|Melden|Antwort auf .{1,60}",
    re.IGNORECASE,
)
_COMMENT_HEAD = re.compile(
    r"(?:\d+ )?(?:Leser-?)?Kommentare?(?: ?\(\d+\)| \d+)?|Diskussion|Leserkommentare|Diskutieren Sie mit\W*",
    re.IGNORECASE,
)
_TAG = re.compile(r"[A-ZÄÖÜ][\w-]*(?: [\w-]+){0,2}")
_LINE_LIMIT = 320
"""A longer line is not judged by its whole wording."""
_OPENING_LIMIT = 900
"""A longer paragraph is not judged by its opening."""
_NOTE_LIMIT = {"editorial note": 500, "teaser": 220}
"""Lengths in code points up to which a wording is judged by its opening; set by us on invented pages."""


def mark_lines(lines: Sequence[Line]) -> list[Line]:
    """The same lines, those marked that are furniture by their own wording, or captions by the credit below.

    >>> from kg.corpus.lines import lines_of
    >>> [line.why for line in mark_lines(lines_of("Anzeige\\nDer Pegel fällt.\\n"))]
    ['advertisement', None]
    """
    marked = [replace(line, why=why) if (why := line_reason(line.text)) else line for line in lines]
    for index, line in enumerate(marked):
        if line.why == "photo credit":
            caption = _caption_above(marked, index)
            others = any(not below.why for below in marked[index:])
            for above in caption if others else ():
                marked[above] = replace(marked[above], why="caption")
    return marked


def line_reason(text: str) -> str | None:
    """Why a line is furniture whatever stands around it; None if it may be article."""
    if CODE_SIGN.search(text) and SCRIPT.fullmatch(text[:4000]):
        return "script"
    if len(text) > _LINE_LIMIT:
        return None
    if is_credit(text):
        return "photo credit"
    if len(text) <= 160 and (BYLINE.match(text) or LABELLED.match(text)):
        return "by-line"
    return next((why for why, pattern in LINES if pattern.fullmatch(text)), None)


def is_credit(text: str) -> bool:
    """True for a line that names who made a picture, with its caption or without.

    >>> is_credit("Foto: Ada Uferl/ida"), is_credit("Blick auf den Kronsee. © Ida Press"), is_credit("Foto: Er lachte.")
    (True, True, False)
    """
    if len(text) <= 160 and (text.startswith("©") or _is_bare_credit(text)):
        return True
    if _CAPTION_LABEL.match(text) and not _REPORTS.search(text):
        return True
    ends = list(_CREDIT_BELOW.finditer(text)) if "©" in text or ":" in text else []
    return bool(ends) and _are_names(text[ends[-1].end() :]) and _is_caption(text[: ends[-1].start()], stopped=False)


def _is_bare_credit(text: str) -> bool:
    label = _CREDIT.match(text)
    if label:
        return _are_names(text[label.end() :])
    return _are_names(text, most=8) and any(word.lower() in _AGENCIES for word in re.findall(r"\w+", text))


def _are_names(text: str, most: int = 14) -> bool:
    """True if `text` is nothing but names and the words of credits: no verb, no article."""
    words = re.findall(r"\w+", re.sub(r"/\s?[a-z]{2,5}\b", "", text))
    return 0 < len(words) <= most and all(not word[0].islower() or word in _CREDIT_WORDS for word in words)


def _caption_above(lines: Sequence[Line], credit: int) -> list[int]:
    """The indexes of the lines of the caption that stands above the credit line, if one does."""
    found: list[int] = []
    for index in range(credit - 1, max(-1, credit - 4), -1):
        if lines[index].why:
            break
        found.insert(0, index)
        if lines[index].blanks:
            break
    else:
        if found and found[0] > 0 and not lines[found[0] - 1].why:
            return []
    text = " ".join(lines[index].text for index in found)
    return found if found and _is_caption(text, stopped=True) else []


def _is_caption(text: str, *, stopped: bool) -> bool:
    """True if `text` can be a caption: short, one sentence, no report; `stopped`: with a full stop at its end."""
    if len(text) > _CAPTION_LIMIT or _REPORTS.search(text):
        return False
    if stopped and not text.endswith((".", ")", "!", "…")):
        return False
    return len(re.findall(r"[a-zäöüß)][.!?] (?=[A-ZÄÖÜ„])", text)) <= (0 if stopped else 1)


def mark_paragraphs(paragraphs: Sequence[Line]) -> list[Line]:
    """The same paragraphs, those marked that are furniture, and pleas to read on cut off as pieces of their own."""
    judged = [replace(line, why=why) if (why := line.why or _reason(line)) else line for line in paragraphs]
    _mark_comments(judged)
    _mark_author_boxes(judged)
    _mark_teasers(judged)
    _mark_tags(judged)
    return [piece for line in judged for piece in _without_plea(line)]


def _reason(paragraph: Line) -> str | None:
    text = paragraph.text
    if len(paragraph.stretches) > 1 and (why := line_reason(text)):
        return why
    if len(text) > _OPENING_LIMIT:
        return None
    for why, pattern in OPENINGS:
        if pattern.match(text) and _speaks_of(why, text):
            return why
    return None


def _speaks_of(why: str, text: str) -> bool:
    topic = TOPICS.get(why)
    if topic is None:
        return why == "disclaimer" or (len(text) <= _NOTE_LIMIT[why] and not _REPORTS.search(text))
    hits = {match[0].lower() for match in topic.finditer(text)}
    return len(hits) >= 2 or (len(hits) == 1 and len(text) <= 160 and not _REPORTS.search(text))


def _mark_comments(lines: list[Line]) -> None:
    """Marks all below the head of a comment section, if the article is above it and comments are below."""
    total = sum(len(line.text) for line in lines)
    above = 0
    for index, line in enumerate(lines):
        if above * 2 >= total and _COMMENT_HEAD.fullmatch(line.text):
            signs = sum(_COMMENT_SIGNS.fullmatch(below.text) is not None for below in lines[index + 1 :])
            if signs:
                lines[index:] = [replace(below, why=below.why or "comments") for below in lines[index:]]
                return
        above += len(line.text)


def _mark_author_boxes(lines: list[Line]) -> None:
    """Marks who wrote it, at the end of the text or just below the by-line."""
    kept = [index for index, line in enumerate(lines) if not line.why]
    while len(kept) > 1 and _is_author_box(lines[kept[-1]].text):
        lines[kept[-1]] = replace(lines[kept[-1]], why="author box")
        kept.pop()
    for index in kept[:-1]:
        signed = index > 0 and lines[index - 1].why == "by-line"
        labelled = index > 0 and _AUTHOR_LABEL.match(lines[index - 1].text) is not None
        if (signed or labelled) and _is_author_box(lines[index].text):
            lines[index] = replace(lines[index], why="author box")


def _is_author_box(text: str) -> bool:
    if len(text) > 700 or not (_AUTHOR_BOX.match(text) or WORKS_FOR.match(text) or _AUTHOR_LABEL.match(text)):
        return False
    own = WORKS_FOR.match(text) or _AUTHOR_LABEL.match(text) or _JOURNALISM.search(text[:200])
    return bool(own) and not re.search(r"[„»\"].{12,}[“«\"]|\b(?:sagte|erklärte|teilte|zufolge)\b", text)


def _mark_teasers(lines: list[Line]) -> None:
    """Marks the headlines of other articles that a "Mehr zum Thema" announces."""
    for index, line in enumerate(lines):
        if line.why != "teaser" or not line.text.rstrip(": ").lower().startswith(_ANNOUNCING):
            continue
        end = index + 1
        while end < len(lines) and not lines[end].why and _is_headline(lines[end].text):
            end += 1
        last = all(below.why for below in lines[end:])
        count = end if last else min(end, index + (3 if end - index > 2 and len(lines[index + 1].text) < 40 else 2))
        for below in range(index + 1, count):
            lines[below] = replace(lines[below], why="teaser")


def _mark_tags(lines: list[Line]) -> None:
    """Marks the row of bare catchwords that pages put below an article; two could be a signature."""
    kept = [index for index, line in enumerate(lines) if not line.why]
    start = len(kept)
    while start > 0 and _TAG.fullmatch(lines[kept[start - 1]].text):
        start -= 1
    if start > 0 and len(kept) - start >= 3:
        for index in kept[start:]:
            lines[index] = replace(lines[index], why="tags")


_ANNOUNCING = (
    "mehr",
    "lesen sie",
    "auch ",
    "das könnte",
    "weitere",
    "ähnliche",
    "verwandte",
    "passend",
    "zum thema",
    "meist",
    "lese",
)


def _is_headline(text: str) -> bool:
    return len(text) <= 130 and not text.endswith((".", "!", "“", "”", "«", ":", "…"))


def _without_plea(line: Line) -> list[Line]:
    if line.why or (" Sie " not in line.text and not re.search(r"\b(?:Mehr|Hier|Alles)\b|:", line.text)):
        return [line]
    tail = max(0, len(line.text) - 240)
    match = PLEA.search(line.text, tail)
    if not match or (match.start() == 0 and line.text.rstrip().endswith("?")):
        return [line]
    plea = replace(cut(line, match.start(), len(line.text)), why="teaser")
    kept = line.text[: match.start()].rstrip()
    return [cut(line, 0, len(kept)), plea] if kept else [plea]
