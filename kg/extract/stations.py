"""The normal form of a source: from "eines Berichts des US-Senders NTK" to the outlet "NTK".

Without article, class noun and case ending; the wording itself stays in the evidence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kg.extract.clauses import Word
from kg.extract.kinds import AGENCIES, NAMED_PLATFORM, kind, label
from kg.extract.origin import Step
from kg.records import EntityKind, Span

MEDIA = frozenset({EntityKind.OUTLET, EntityKind.AGENCY})
"""Kinds with a name of their own that report what others say."""

_WHO = frozenset({EntityKind.PERSON, EntityKind.ANONYMOUS})
_OF = frozenset(["des", "der", "von", "eines", "einer", "vom"])
_FROM = frozenset(["von", "vom"])
_RELATIVE = frozenset(["der", "die", "das", "den", "dem", "dessen", "deren", "denen", "in", "aus", "wonach"])
_SAYING = re.compile(r"(?:angaben?|einschätzung(?:en)?|darstellung|ansicht|auffassung|worten|aussagen?|schätzungen?)$")
_LOWERED = frozenset(["ADJA", "CARD", "PIAT", "PIDAT"])
"""Tags of words that are capital only at the head of a sentence; not "Berliner"."""

_INSIDE = re.compile(r"(?i)(?:informationen|recherchen?|berichte?n?|berichts|meldung(?:en)?|artikel|interview)$")
"""What only a medium has, if its owner stands in quotation marks."""

_COMPOUND = re.compile(r"(?i)[“\"«]?-(?:informationen|angaben|recherchen?|berichte?n?|berichts|meldung(?:en)?)$")
_CLASSED = re.compile(
    r"^(?:(?:[a-zäöüß-]+e[nrsm]?|US-?|[A-ZÄÖÜ][a-zäöü]+er)\s+)*(?:[\w-]*"
    r"(?:[Ss]enders?|[Zz]eitung|[Mm]agazins?|[Pp]ortals?|[Aa]gentur|[Zz]eitschrift|[Bb]latte?s?|[Pp]lattform|"
    r"[Dd]iensts?|[Dd]ienstes|[Nn]etzwerke?s?|[Rr]edaktion))\s+(?=[„»\"“]?[A-ZÄÖÜa-z])(?!(?:der|des|von|in|aus|und|mit|im)\b)"
)
_ADJECTIVES = re.compile(r"^(?:[a-zäöüß-]+e[nrsm]?\s+)+(?=[„»\"]?[A-ZÄÖÜ])")
_GENITIVE = re.compile(r"(?<=[a-zäöüß]{3})(?<![aiosuw])s$|(?<=Bote)n$")
_CHANNEL = re.compile(r"-?[Kk]anals?,? [„»\"]?(?P<name>[A-ZÄÖÜ][\w-]*(?: [A-ZÄÖÜ][\w-]*)?)")
_NAMELESS = re.compile(
    r"^(?:Medien|Berichte|(?:Medien|Presse|Zeitungs|Agentur)(?:berichte|angaben|meldungen|informationen))$"
)
_NAMELESS_ONE = re.compile(r"^(?:Medien|Presse|Zeitungs|Agentur)(?:(?P<m>bericht)s?|(?:meldung|information))$")
_FAMILIAR = re.compile(
    r"\bmit (?:der|dem|den) (?:Sache|Angelegenheit|Situation|Lage|Vorgang|Vorgängen|Thema) vertraute"
    r"(?=[nr]? Quellen?\b)"
)
"""An attribute of "Quellen" that says no more than "anonyme"."""

_BY_ANOTHER = re.compile(r"\bvon (?:diese[mrn]|ihm|ihr|ihnen) (?:zitierten?|befragten?|genannten?) ")
_BENT_NAME = re.compile(r"\b(?P<stem>[A-ZÄÖÜ][a-zäöüß]*(?:sch|lich|gemein|frei|unabhängig)|Neu)en\b(?= [A-ZÄÖÜ])")
_NEUTER_MEDIUM = re.compile(r"(?:[Bb]latt|Deutschland|Journal|Magazin|Fernsehen|Radio)$")
_WEAK = re.compile(
    r"(?:experte|zeuge|diplomat|informant|soldat|journalist|kollege|insasse|bote|student|präsident|kommandant|agent|"
    r"analyst|aktivist|polizist|ökonom|patient)n?en$|(?:expert|zeug|kolleg|insass)en$",
    re.IGNORECASE,
)
_SUBSTANTIVE = re.compile(r"(?:beamt|vertraut|angehörig|verwandt|beteiligt|bekannt|beschäftigt|abgeordnet)en$", re.I)
_NEUTER = re.compile(
    r"(?i)(?:papier|gutachten|schreiben|dokument|protokoll|urteil|memo|mitglied|interview|video|buch|gesetz|tagebuch)$"
)
_OBLIQUE = frozenset(["einem", "einen", "dem", "den", "diesem", "seinem", "ihrem", "unserem", "im"])
_FEMININE = frozenset(["einer", "der", "dieser", "seiner", "ihrer", "unserer"])
_PLURAL = re.compile(r"(?:en|ern|eln|er|innen|leute|kreise|kreisen|e)$")

_MONITORS = {
    "isw": "Institute for the Study of War",
    "institute for the study of war": "Institute for the Study of War",
    "institut for the study of war": "Institute for the Study of War",
    "institut für kriegsstudien": "Institute for the Study of War",
    "institut für kriegsforschung": "Institute for the Study of War",
    "sipri": "Stockholm International Peace Research Institute",
    "bellingcat": "Bellingcat",
    "deepstate": "DeepState",
    "oryx": "Oryx",
    "syrische beobachtungsstelle für menschenrechte": "Syrische Beobachtungsstelle für Menschenrechte",
}
"""Bodies whose trade is to report on others, as their names stand in German news; a list of our own."""


def monitor(phrase: str) -> str | None:
    """The full name of the observer of others' doings that `phrase` names, by name or abbreviation; None for others.

    >>> monitor("das Institut für Kriegsstudien (ISW) in Washington"), monitor("das Institut für Flusskunde")
    ('Institute for the Study of War', None)
    """
    low = phrase.lower()
    return next((name for short, name in _MONITORS.items() if re.search(rf"(?<![\w-]){short}(?![\w-])", low)), None)


def station(words: Sequence[Word], known: Mapping[str, EntityKind]) -> Step | None:
    """The step that the phrase `words` names, None for no words; `known` are names that the article introduces."""
    words = _core(words)
    if not words:
        return None
    whole = text_of(words)
    span = Span(words[0].start, words[-1].end)
    name = monitor(whole)
    if name:
        return Step(name, EntityKind.ORGANISATION, span)
    whole = _BY_ANOTHER.sub("", whole)
    told = _owner(words, known) or whole
    if words[0].tag in _LOWERED and not told[:1].islower() and not words[0].text.endswith("er"):
        told = told[0].lower() + told[1:]
        whole = told if told.lower() == whole.lower() else whole
    what = kind(told, [w.text for w in words if w.tag == "NE"] if told == whole else (), known)
    if told != whole and what not in MEDIA:
        what = EntityKind.OUTLET
    name = normal(told, what)
    return Step(name, what, span) if any(c.isalnum() for c in name) else None


def _core(words: Sequence[Word]) -> Sequence[Word]:
    """The phrase without what is left over at its edges: prepositions, a relative clause, "Angaben" of somebody."""
    start, end = 0, len(words)
    while start < end and words[start].tag in ("APPR", "APPRART") and words[start].low != "mit":
        start += 1
    clause = next((k for k in range(start + 1, end - 1) if words[k].text == "," and words[k + 1].low in _RELATIVE), end)
    end = clause
    while end > start and (words[end - 1].tag in ("APPR", "APPRART", "$,") or words[end - 1].low == "und"):
        end -= 1
    words = words[start:end]
    if len(words) > 2 and words[1].low in _OF and _SAYING.match(words[0].low):
        return words[1 + (words[1].low in _FROM) :]
    return words


def normal(phrase: str, what: EntityKind) -> str:
    """The label of a source of kind `what` named by `phrase`.

    >>> normal("des Landesspiegels", EntityKind.OUTLET), normal("der staatlichen Agentur kpa", EntityKind.AGENCY)
    ('Landesspiegel', 'kpa')
    >>> normal("einem hochrangigen Beamten", EntityKind.ANONYMOUS), normal("mehreren Insidern", EntityKind.ANONYMOUS)
    ('hochrangiger Beamter', 'mehrere Insider')
    >>> normal("Medienberichten", EntityKind.REPORTS), normal("ihrem Telegram-Kanal", EntityKind.PLATFORM)
    ('nicht genannte Medienberichte', 'Telegram')
    """
    if what is EntityKind.PLATFORM:
        channel = _CHANNEL.search(phrase)
        named = channel or NAMED_PLATFORM.search(phrase)
        return channel["name"] if channel else named[0] if named else label(phrase)
    if what in MEDIA:
        return _medium(phrase, what)
    if what in (EntityKind.ANONYMOUS, EntityKind.REPORTS, EntityKind.DOCUMENT):
        bare = label(_FAMILIAR.sub("anonyme", phrase))
        bare = _nominative(bare, phrase.split()[0].lower(), what)
        return _unnamed(bare) if what is EntityKind.REPORTS else bare
    return label(phrase)


def text_of(words: Sequence[Word]) -> str:
    """The wording with single blanks where the text has any.

    >>> text_of([Word("Nord", "nord", "nord", "NE", 0, 4), Word("-", "-", "-", "$(", 4, 5)])
    'Nord-'
    """
    return "".join(("" if k == 0 or w.start == words[k - 1].end else " ") + w.text for k, w in enumerate(words))


def genitive(words: Sequence[Word]) -> str | None:
    """The phrase in the genitive, if its article tells how; None if it has none or an adjective bends, too."""
    if not words:
        return None
    first = words[0].low
    if first in ("des", "eines"):
        return text_of(words)
    article = {"der": "des", "das": "des", "die": "der", "ein": "eines", "eine": "einer"}.get(first)
    if article is None or len(words) < 2 or not words[1].text[0].isupper():
        return None
    noun = words[1].text
    if article in ("des", "eines"):
        noun += "es" if noun.endswith(("s", "ß", "z", "x")) else "s"
    return " ".join(filter(None, (article, noun, text_of(words[2:]))))


def _owner(words: Sequence[Word], known: Mapping[str, EntityKind]) -> str | None:
    """The medium behind "einem Bericht des Senders X", "Informationen der Zeitung Y", "dpa-Informationen"."""
    last = words[-1].text
    compound = _COMPOUND.sub("", last)
    if compound != last and kind(compound, (), known) in MEDIA:
        return compound
    whole = text_of(words)
    quoted = _COMPOUND.sub("", whole)
    if quoted != whole and quoted[:1] in '„»"':
        return quoted
    for k, word in enumerate(words[1:-1], start=1):
        if word.low not in _OF:
            continue
        owner = words[k + (word.low in _FROM) :]
        rest = text_of(owner)
        what = kind(rest, (), known)
        if what in MEDIA and kind(text_of(words[:k])) not in _WHO:
            return rest
        told = _INSIDE.search(words[k - 1].low) and owner[-1].mark
        if told and what in (EntityKind.UNKNOWN, EntityKind.PERSON):
            return rest
    return None


def _medium(phrase: str, what: EntityKind) -> str:
    if what is EntityKind.AGENCY:
        short = [w[0] for w in re.finditer(r"[\w-]+", phrase) if w[0].lower() in AGENCIES]
        if len(short) == 1 and short[0].lower() != "ria":
            return short[0]
    name = label(phrase).strip('„“”»«"‚‘ ')
    name = _CLASSED.sub("", name)
    name = _ADJECTIVES.sub("", name)
    article = phrase.split()[0].lower()
    name = _GENITIVE.sub("", name) if article in ("des", "eines") else name
    return _declined(name, article)


def _declined(name: str, article: str) -> str:
    """The medium's name in the nominative: "der „Neuen Zeitung“" is the "Neue Zeitung", "dem „Boten“" the "Bote"."""
    if article not in _OBLIQUE | _FEMININE | {"des"}:
        return name
    ending = "e" if article in _FEMININE else "es" if _NEUTER_MEDIUM.search(name) else "er"
    return _BENT_NAME.sub(rf"\g<stem>{ending}", re.sub(r"\bBoten$", "Bote", name))


def _unnamed(bare: str) -> str:
    """ "Medienberichte" as what nobody can look up; with an adjective ("russische Medien") they are told apart."""
    if _NAMELESS.match(bare):
        return f"nicht genannte {bare}"
    one = _NAMELESS_ONE.match(bare)
    if one:
        return f"nicht genannter {bare.removesuffix('s')}" if one["m"] else f"nicht genannte {bare}"
    return bare


def _nominative(bare: str, article: str, what: EntityKind) -> str:
    """The label without the endings of dative and accusative: "zwei Insidern", "(einem) internen Bericht"."""
    words = bare.split()
    at = next((k for k, word in enumerate(words) if word[:1].isupper()), None)
    if at is None:
        return bare
    single = article in _OBLIQUE and not (article == "den" and _PLURAL.search(words[at]))
    feminine = article in _FEMININE
    words[at] = _noun(words[at], single, feminine, what)
    ending = "e" if feminine or not single else "es" if _NEUTER.search(words[at]) else "er"
    plain = {"von", "aus", "in", "mit", "im"}
    for k in range(at):
        if single and words[k].endswith("en") and words[k] not in plain:
            words[k] = words[k][:-2] + ending
        elif (words[k].endswith("en") and len(words[k]) > 4 and article not in ("die", "das", "der")) or (
            feminine and words[k].endswith("en")
        ):
            words[k] = words[k][:-1]
    return " ".join(words)


def _noun(noun: str, single: bool, feminine: bool, what: EntityKind) -> str:
    low = noun.lower()
    if single:
        if _SUBSTANTIVE.search(noun):
            return noun[:-1] + "r"
        if _WEAK.search(noun):
            return noun[:-1] if re.search(r"(?i)(?:expert|zeug|kolleg|insass)en$", noun) else noun[:-2]
        return noun
    if feminine:
        return noun
    if _SUBSTANTIVE.search(noun) or low.endswith(("ern", "kreisen", "berichten", "eln")):
        return noun[:-1] if not low.endswith("konzern") else noun
    if low.endswith(("dokumenten", "papieren", "protokollen")):
        return noun[:-1]
    return noun
