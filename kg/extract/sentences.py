"""Bounds of sentences in German news text, by rules on a plain `str`.

A full stop ends a sentence only where what stands before is no abbreviation, ordinal or initial; quotation
marks and brackets after it belong to it; a paragraph break and a heading's line end always end a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.wordlist import wordlist
from kg.records import Span

ABBREVIATIONS = wordlist(
    """
    abs. abt. adr. allg. amtl. anm. art. aufl. az. bd. beil. bes. best. betr. bez. bgbl. bspw. bzgl. bzw. ca.
    co. corp. d.h. dipl. dipl.-ing. dr. dt. ebd. ehem. eig. einschl. engl. entspr. erw. etc. ev. evtl. exkl. f.
    fa. fam. ff. fr. franz. frl. geb. gegr. gem. gest. ggf. ggfs. ggü. gr. hl. hr. hrn. hrsg. i.d.r. inc. ing.
    inkl. insb. insbes. int. ital. jhd. jr. jun. kap. kath. kfm. kgl. km. ltd. lt. luth. m.a. max. med. mill. min. mind.
    mio. mr. mrd. mrs. ms. mtl. mwst. nachm. nds. no. nr. obb. od. o.ä. o.g. österr. pfd. pkt. pl. prof. prov.
    ps. qu. rd. red. reg. rel. resp. röm. russ. s. sek. sen. sog. span. st. stellv. std. str. tel. tägl. u.a.
    u.ä. u.u. usw. ungar. urspr. v.a. v.chr. verf. vgl. vorm. vors. vs. wg. z. z.b. z.t. z.zt. zit. zt. ztr.
    zus. zw. zzgl. jan. feb. febr. mrz. apr. jun. jul. aug. sep. sept. okt. nov. dez. mo. di. mi. do. sa. so.
    """
)
"""Abbreviations that do not end a sentence by themselves; collected by hand from German reference grammar lists."""

_ENDING = wordlist(
    """
    usw. etc. ff. co. inc. ltd. corp. jr. sen. mrd. mio. mwst. km. min. max. str.
    """
)
"""Abbreviations that may well stand last in a sentence: they end it when a capitalised function word follows."""

_SHORT_DAYS = wordlist(
    """
    mo. di. mi. do. sa. so. art. min. max. min. best. reg. no. int. med. st. az. red. ms. pl.
    """
)
"""Of these only the capitalised spelling is an abbreviation."""

_STARTERS = wordlist(
    """
    aber als am an auch auf aus bei beim bereits bis da dabei dadurch dafür dagegen daher damit danach dann
    daran darauf daraufhin darüber darum das dass davon dazu dem den denn der des deshalb dennoch die dies diese
    dieser dieses doch dort durch ein eine einem einen einer eines er erst es etwa für gegen hier heute ihr ihre
    im immer in inzwischen ist jetzt kein keine laut man mehr mit nach nachdem nicht noch nun nur ob obwohl ohne
    schon seit sein seine seit sie sind so sollte später trotz über um und unter viele vom von vor wann war was
    wegen weil welche wenn wer wie wir wird wo zu zudem zuletzt zum zur zuvor zwar zwei ich
    """
)
"""Words that, capitalised after a number or a letter with a full stop, begin a new sentence."""

_ORDINAL_AFTER = re.compile(
    r"(?:januar|jänner|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|"
    r"jahrhundert|jahrestag|"
    r"geburtstag|lebensjahr|klasse|bundes|spieltag|minute|runde|platz|liga|etage|stock|weltkrieg|"
    r"wahlperiode|sitzung)",
    re.IGNORECASE,
)
_END = re.compile(r"(?P<mark>[.!?…]+)(?P<close>[\"“”‘’'«»‹›)\]]*)(?P<space>\s+)|(?P<line>(?<![^\S\n])[^\S\n]*+\n\s*)")
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n")
_HEADING = 90
"""Longest line, in code points, that can be a heading without end punctuation; our own choice."""


def sentences(text: str) -> Iterator[Span]:
    """The sentences of `text` in order, white space around them trimmed, in linear time.

    Spans are half-open code points. A full stop inside a quotation ends a sentence too, unless the sentence goes
    on behind the closing mark.

    >>> [s.of("Am 3. Oktober kam Dr. Kühn. „Wirklich?“, fragte sie.") for s in sentences(
    ...     "Am 3. Oktober kam Dr. Kühn. „Wirklich?“, fragte sie.")]
    ['Am 3. Oktober kam Dr. Kühn.', '„Wirklich?“, fragte sie.']
    """
    start = 0
    for match in _END.finditer(text):
        if _ends(text, match, start):
            yield from _trimmed(text, start, match.start() if match["line"] else match.start("space"))
            start = match.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)


def _ends(text: str, match: re.Match[str], start: int) -> bool:
    white = match["line"] or match["space"]
    if _PARAGRAPH.search(white):
        return True
    if match["line"]:
        return _line_ends(text, match, start)
    following = text[match.end() : match.end() + 40]
    if not following:
        return True
    if match["close"] and following[0] in ",;:–—-" and match["close"] != ")":
        return False
    letter = _first_letter(following)
    if letter.islower():
        return False
    if match["mark"] != ".":
        return not (match["mark"] in ("…", "...") and letter.islower())
    return bool(match["close"]) or not _abbreviated(text, match.start(), following, "\n" in white)


def _first_letter(following: str) -> str:
    return next((c for c in following if c not in "„“”‚‘’\"'»«›‹([ –—-"), "")


def _abbreviated(text: str, stop: int, following: str, line_end: bool) -> bool:
    """True if the full stop at `stop` belongs to an abbreviation, an ordinal or an initial."""
    word = text[max(0, stop - 24) : stop].split()[-1:] or [""]
    bare = word[0].lstrip("(„“‚»«\"'[–-/")
    low = bare.lower() + "."
    next_word = re.match(r"\w*", following.lstrip("„“‚»«\"'([")) or re.match("", "")
    starter = bool(next_word) and next_word is not None and next_word[0].lower() in _STARTERS
    if bare.isdigit():
        return bool(_ORDINAL_AFTER.match(following)) or (len(bare) <= 2 and not starter and not line_end)
    if re.fullmatch(r"[IVX]+", bare) and len(bare) > 1:
        return not starter
    if len(bare) == 1 and bare.isalpha():
        return not (starter and bare.islower())
    if re.fullmatch(r"(?:\w\.)+\w", bare):
        return not (starter and bare[0].isupper())
    if low in _ENDING:
        return not starter
    if low in ABBREVIATIONS:
        return low not in _SHORT_DAYS or bare[0].isupper()
    return False


def _line_ends(text: str, match: re.Match[str], start: int) -> bool:
    """True if a single line break without end punctuation closes a heading-like line."""
    begin = max(start, text.rfind("\n", 0, match.start()) + 1)
    line = text[begin : match.start()]
    following = _first_letter(text[match.end() : match.end() + 40])
    if not line.strip() or not following:
        return True
    heading = len(line) <= _HEADING and not following.islower() and line[-1] not in ",;:–-"
    return heading and _stands_alone(text, match, begin, first=begin == start)


def _stands_alone(text: str, match: re.Match[str], begin: int, *, first: bool) -> bool:
    """True if the line is short beside the next one, which a line broken by a margin is not."""
    after = text.find("\n", match.end())
    following = (after if after >= 0 else len(text)) - match.end()
    return match.start() - begin + 30 <= following or (first and following > _HEADING)
