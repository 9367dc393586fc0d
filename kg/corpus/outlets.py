"""Outlet, author, date and headline where the text itself says so; what it does not say stays unknown."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.corpus.dates import DATE, TIME, iso
from kg.corpus.named import names
from kg.corpus.raw import Metadata, words

_WORD = r"[A-ZÄÖÜÉŠŽČ][\w.’'-]*"
_LINK = r"(?:von|van|de|del|der|den|zu|zur|al|el|bin)"
NAME = rf"(?:Dr\. |Prof\. )*{_WORD}(?: (?:{_LINK} )*{_WORD}){{1,3}}"
"""A person's full name in a by-line (case-sensitive)."""
_TITLE = rf"{_WORD}(?: {_WORD}){{0,4}}"
_PAPER = (
    r"(?:[\wÄÖÜäöüß.-]*(?:[Zz]eitung|[Bb]latt|[Aa]nzeiger|[Kk]urier|[Nn]achrichten|[Rr]undschau|[Pp]ost|[Pp]resse"
    r"|[Bb]ote"
    r"|[Tt]agesspiegel|[Ss]piegel|[Mm]erkur|[Ee]cho|[Jj]ournal|[Rr]undfunk|[Aa]llgemeine|[Ww]oche|[Mm]agazin"
    r"|[Tt]ageszeitung"
    r"|[Tt]ageblatt|[Ff]unk|[Rr]adio|[Ss]tern|[Ff]ocus|WELT|ZEIT|[Oo]nline))"
)
BYLINE = re.compile(
    rf"^(?:Ein(?:e)? (?:Artikel|Bericht|Beitrag|Analyse|Kommentar|Gastbeitrag|Interview|Reportage) )?[Vv]on:? "
    rf"(?P<authors>{NAME}(?:(?:, {NAME})* (?:und|&) {NAME}|(?: ?/ ?{NAME})+)?)"
    rf"(?:(?:, | \| | [–-] )(?P<place>{_TITLE})|\s\((?P<short>[^()]{{2,30}})\))?"
    rf"(?:[ ,|–-]+(?:(?:am )?(?i:{DATE})|{TIME}|Uhr|\s|,)+(?:in {_WORD}(?: \d+)?)?)?$"
)
"""A whole line that names who wrote the article: "Von Anna Beispiel, Kronseer Zeitung"."""
LABELLED = re.compile(
    rf"^(?:Autor(?:in|en|innen)?|Text|Verfasst von|Geschrieben von)\s?:?\s(?P<authors>{NAME}(?:(?:, | und "
    rf"| & ){NAME})*)$"
)
WORKS_FOR = re.compile(
    rf"^(?P<author>{NAME}) (?:berichtet|schreibt|arbeitet)(?: seit \d{{4}})? (?:regelmäßig )?"
    rf"(?:für|bei) (?:die |das |den |der |dem )?[„\"»]?(?P<outlet>{_TITLE})[“\"«]?(?= (?:seit|als|aus|über|und|von"
    rf"|in)\b|[.,])"
)
"""The beginning of an author box: "Gerda Muster berichtet für den Kronseer Boten seit 2020 aus Rom"."""
_STATED = re.compile(
    r"^(?:Quelle|Erschienen in|Zuerst erschienen in|Zeitung|Medium|Outlet)\s?:\s?[„\"»]?"
    rf"(?P<outlet>(?:(?:Die|Der|Das) )?{_TITLE})[“\"«]?$"
)
_DATED = re.compile(
    r"\b(?:Stand|Veröffentlicht|Erstellt|Erschienen|Publiziert|Aktualisiert|Zuletzt aktualisiert|Datum|Update)"
    rf"\s?(?:am|:|vom)?:?\s(?:\w{{2,10}}, )?(?:den )?(?P<date>{DATE}(?:\s?[,|–-]?\s?(?:um\s)?{TIME})?)",
    re.IGNORECASE,
)
_DATE_LINE = re.compile(
    rf"^(?:(?:Mo|Di|Mi|Do|Fr|Sa|So)\w*\.?, (?:den )?)?(?:{_WORD}, )?(?:den )?(?P<date>{DATE}(?:\s?[,"
    rf"|–-]?\s?(?:um\s)?{TIME})?)$",
    re.IGNORECASE,
)
_KNOWN = words(
    "taz FAZ F.A.Z. SZ BILD Bild NZZ HAZ WAZ NOZ MDR NDR WDR SWR HR RBB rbb BR ARD ZDF n-tv ntv RTL Sat.1 "
    "Deutschlandfunk DLF "
    "Handelsblatt heise golem.de T-Online t-online ORF SRF Kleine Kurier Standard Profil Correctiv CORRECTIV "
    "Volksfreund"
)
"""Outlets whose names do not say that they are one."""
_TOP = 12
"""A line that is nothing but a date counts among so many first lines only: further down it dates an event. Ours."""
_FIRST = ("veröffentlicht", "erstellt", "erschienen", "publiziert", "datum")
_HEADING_LIMIT = 160
"""A longer line, in code points, is neither heading nor by-line nor date line. Ours."""


def complete(metadata: Metadata, text: str) -> Metadata:
    """`metadata` with what it lacks filled in from by-line, author box and date line of the (uncleaned) `text`.

    >>> found = complete(Metadata(), "Von Anna Beispiel, Kronseer Zeitung\\n\\nStand: 12.03.2025, 14:05 Uhr")
    >>> found.authors, found.outlet, found.published
    (('Anna Beispiel',), 'Kronseer Zeitung', '2025-03-12T14:05:00')
    """
    lines = [line for line in (" ".join(line.split()) for line in text.splitlines()) if line]
    authors, outlet = _signed(lines)
    return replace(
        metadata,
        authors=metadata.authors or authors,
        outlet=metadata.outlet or outlet or _stated(lines),
        published=metadata.published or _dated(lines),
    )


def headline(text: str) -> str | None:
    """The first paragraph of a cleaned text if it is a heading: short, without a full stop, not the only one.

    >>> headline("Brücke bleibt gesperrt\\n\\nDie Sanierung dauert an.")
    'Brücke bleibt gesperrt'
    """
    first, _, rest = text.strip().partition("\n\n")
    title = " ".join(first.split())
    if not rest.strip() or len(title) > _HEADING_LIMIT or title.endswith((".", "!", ":", ",", ";", "…")):
        return None
    return title


def _signed(lines: list[str]) -> tuple[tuple[str, ...], str | None]:
    for line in lines:
        if box := WORKS_FOR.match(line):
            return (box["author"],), box["outlet"].rstrip(".")
    for line in lines:
        if len(line) > _HEADING_LIMIT:
            continue
        if match := BYLINE.match(line):
            place = match["place"] or match["short"]
            return names(match["authors"]), place if place and _is_paper(place) else None
        if match := LABELLED.match(line):
            return names(match["authors"]), None
    return (), None


def _is_paper(name: str) -> bool:
    return any(word in _KNOWN or re.fullmatch(_PAPER, word) for word in name.split())


def _stated(lines: list[str]) -> str | None:
    for line in lines:
        match = _STATED.match(line) if len(line) < 80 else None
        if match and _is_paper(match["outlet"]):
            return str(match["outlet"])
    return None


def _dated(lines: list[str]) -> str | None:
    """The date of publication if stated, else of the last change, else of a line that is nothing but a date."""
    short = [line for line in lines if len(line) <= _HEADING_LIMIT]
    labelled = [match for line in short for match in _DATED.finditer(line)]
    labelled.sort(key=lambda match: not match[0].lower().startswith(_FIRST))
    dates = [match["date"] for match in labelled] or [
        m["date"] for line in lines[:_TOP] if (m := _DATE_LINE.match(line))
    ]
    return next((found for value in dates if (found := iso(value))), None)
