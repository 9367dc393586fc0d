"""Whose voice it is where the words name somebody else: a spokesperson's, a report's, that of "US-Angaben"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.resolve.names import bare

_SPOKES = re.compile(
    r"(?P<of>[A-ZÄÖÜ][\wäöüß-]*?)?-?(?P<role>(?<![a-zäöüß])Sprecher(?:in)?|(?<=[a-zäöüß])s?sprecher(?:in)?)s?\b"
    r"(?:\s+(?:der|des|von|vom|beim|im|bei|für)\s+(?P<body>[^,;]+))?"
)
_OF_SOMEBODY = re.compile(
    r"(?:^|.*\s)(?:[Ss]precher(?P<her>in)?\s+(?P<behind>[A-ZÄÖÜ][\w-]+)[s’']|(?P<before>[A-ZÄÖÜ][\w-]+)[s’']\s+[Ss]precher(?P<hers>in)?)$"
)
_NAMED = re.compile(r"\s+[A-ZÄÖÜ]|[^,]*,\s+(?:(?:Dr|Prof)\.\s+)*[A-ZÄÖÜ][\w-]+\s+[A-ZÄÖÜ]")
_DOCUMENT = (
    r"(?:Bericht|Analyse|Studie|Gutachten|Vermerk|Mitteilung|Erklärung|Stellungnahme|Untersuchung|Statistik|Bilanz|"
    r"Umfrage|Prognose|Auswertung|Dokumentation|Einschätzung)"
)
_NAME = r"[A-ZÄÖÜ][\w-]+(?:\s+(?:(?:für|of|the|for|of the|for the)\s+)?[A-ZÄÖÜ][\w-]+)*"
_OWNED = re.compile(
    rf"\b(?P<noun>\w*(?i:{_DOCUMENT}))(?:s|es|en)?(?:\s+\d{{4}})?\s+(?:(?P<genitive>des|der)|von|vom)\s+"
    rf"(?P<owner>{_NAME})"
)
_THAT = re.compile(
    r"(?i)(?:de[mnrs]|das|die|dieser?[mns]?|ihre[mnrs]?|seine[mnrs]?)\s+\w*?(?:bericht|gutachten|mitteilung|erklärung"
    r"|stellungnahme)(?:s|es|en)?$"
)
_COMPOUND = re.compile(rf"(?P<owner>[A-ZÄÖÜ]{{2,}}|[A-ZÄÖÜ][a-zäöü]+)-{_DOCUMENT}(?:s|es|en)?$")
_SAID = re.compile(
    r"^(?P<owner>[A-ZÄÖÜ][\wäöüß]*?)(?:-|(?<=[a-zäöüß])s?)"
    r"(?:Angaben?|Informationen|Einschätzung(?:en)?|Darstellung|Schätzung(?:en)?|Seite|Erkenntnissen?|Zählung)$",
    re.IGNORECASE,
)
_ABBREVIATED = re.compile(r"(?P<name>[A-ZÄÖÜ][\w-]*(?:\s+[\w-]+){0,8}?)\s+\((?P<short>[A-ZÄÖÜ]{2,8})\)")
_OURS = re.compile(
    r"(?i)^(?:(?:in )?(?:einer )?(?:früheren |ersten )?(?:version|fassung)(?: (?:dieses|unseres) \w+)?|"
    r"(?:nach )?(?:informationen )?(?:dieser|unserer?) (?:zeitung|redaktion|seite)|"
    r"unse?re?[mnrs]? (?:bericht|artikel|text)\w*.*|wir)$"
)


_HOUSEHOLD = re.compile(
    r"(?:[Ii]n )?(?:[Ss]ein|[Ii]hr|[A-ZÄÖÜ][\w-]+[s’'])(?:e[mnrs]?|es)?\s+"
    r"(?P<noun>Haus|Büro|Ressort|Ministerium|Behörde)(?:e?s|e)?$"
)
_MINISTER = re.compile(r"(?P<field>[A-ZÄÖÜ][\wäöüß-]*?)-?minister(?:in|s)?$", re.IGNORECASE)
_HEAD = r"(?:präsident|chef|leiter|direktor|vorsitzende|vorstand|intendant|rektor|kommandeur)(?:in|r|n|s)?"
_HEAD_OF = re.compile(rf"(?i:\w*{_HEAD})\s+(?P<case>des|der|von|vom)\s+(?P<body>[^,;]+)$")
_HEAD_BOUND = re.compile(
    rf"(?P<body>[A-ZÄÖÜ][\wäöüß-]*(?:hof|amt|institut|verband|verein|werk|behörde|ministerium))s?-?(?i:{_HEAD})$"
)


@dataclass(frozen=True, slots=True)
class Spokesperson:
    """An unnamed one who speaks for a body; `body` is its wording, if the words tell it."""

    role: str
    body: str | None


def spokesperson(wording: str) -> Spokesperson | None:
    """The unnamed spokesperson whom a wording names, else None.

    >>> spokesperson("die Sprecherin des Weißen Hauses")
    Spokesperson(role='Sprecherin', body='Weißes Haus')
    >>> spokesperson("Ein Ministeriumssprecher").body, spokesperson("ein Sprecher").body
    ('Ministerium', None)
    >>> spokesperson("Sprecherin Änne Voß"), spokesperson("der Sprecher der Grünen, Ivo Klemm")
    (None, None)
    """
    found = _SPOKES.search(wording)
    if not found or _NAMED.match(wording, found.end("role")):
        return None
    role = "Sprecherin" if found["role"].endswith("in") else "Sprecher"
    body = bare(f"des {found['body']}") if found["body"] and " des " in f" {wording}" else found["body"] or found["of"]
    return Spokesperson(role, bare(body) if body else None)


def speaks_for_somebody(wording: str) -> tuple[str, str] | None:
    """The surname of the person for whom an unnamed spokesperson speaks, and the role; else None.

    >>> speaks_for_somebody("Ein Sprecher Holms"), speaks_for_somebody("Vogts Sprecherin")
    (('Holm', 'Sprecher'), ('Vogt', 'Sprecherin'))
    >>> speaks_for_somebody("Sprecher Jens Holm") is None
    True
    """
    found = _OF_SOMEBODY.match(wording)
    if not found:
        return None
    return found["behind"] or found["before"], "Sprecherin" if found["her"] or found["hers"] else "Sprecher"


def owner(wording: str) -> str | None:
    """The body for which a document speaks, as the wording shows it, else None.

    >>> owner("Ein Vermerk des Landesamts für Wasser vom 23. September"), owner("der ODNI-Bericht")
    ('Landesamt für Wasser', 'ODNI')
    """
    named = _OWNED.search(wording)
    if named:
        return bare(f"{named['genitive'] or 'dem'} {named['owner']}")
    compound = _COMPOUND.search(wording)
    return compound["owner"] if compound else None


def household(wording: str) -> str | None:
    """The noun of a body that is called by whom it belongs to, else None.

    >>> household("Ihr Haus"), household("Vogts Büro"), household("das Haus")
    ('Haus', 'Büro', None)
    """
    found = _HOUSEHOLD.match(wording)
    return found["noun"] if found else None


def headed(office: str) -> str | None:
    """The body whose head has that office, as far as its words tell, else None.

    >>> headed("Umweltministerin"), headed("Präsident des Deichamts"), headed("Rechnungshofpräsidentin")
    ('Umweltministerium', 'Deichamt', 'Rechnungshof')
    >>> headed("Ministerin") is headed("Abgeordneter") is None
    True
    """
    if minister := _MINISTER.search(office):
        return f"{minister['field']}{'-' if '-' in office else ''}ministerium"
    if told := _HEAD_OF.search(office):
        return bare(f"{told['case'] if told['case'] in ('des', 'der') else 'dem'} {told['body']}")
    bound = _HEAD_BOUND.search(office)
    return bound["body"] if bound else None


def is_that_report(wording: str) -> bool:
    """True if the words take up a report of somebody's that is spoken of already, such as "dem Bericht"."""
    return bool(_THAT.match(wording))


def owners(text: str) -> dict[str, str]:
    """The one body whose document an article names, by the document's noun in small letters.

    >>> owners("Der Bericht des Rechnungshofs liegt vor. Dem Bericht nach fehlt Geld.")
    {'bericht': 'Rechnungshof'}
    """
    found: dict[str, set[str]] = {}
    for match in _OWNED.finditer(text):
        if name := owner(match[0]):
            found.setdefault(match["noun"].lower(), set()).add(name)
    return {noun: names.pop() for noun, names in found.items() if len(names) == 1}


def said_by(wording: str) -> str | None:
    """The body before a noun of saying in one word, else None.

    >>> said_by("US-Angaben"), said_by("Polizeiangaben"), said_by("eigenen Angaben")
    ('US', 'Polizei', None)
    """
    found = _SAID.match(bare(wording))
    return found["owner"] if found and found["owner"].lower() not in ("ein", "eigen") else None


def abbreviations(text: str) -> dict[str, str]:
    """The names that an article gives in full before their abbreviation in brackets, by the abbreviation.

    >>> abbreviations("Das Amt für Wasser und Boden (AWB) warnt, die Liste (PDF) liegt vor.")
    {'AWB': 'Amt für Wasser und Boden'}
    """
    found: dict[str, str] = {}
    for match in _ABBREVIATED.finditer(text):
        words = match["name"].split()
        compound = _spelt(match["short"], words[-1])
        starts = [at for at in range(len(words)) if _initials(words[at:]) == match["short"].lower()]
        if starts or compound:
            found.setdefault(match["short"], bare(" ".join(words[starts[0] if starts else -1 :])))
    return found


def _spelt(short: str, word: str) -> bool:
    """True if the letters stand in the word in their order, from its first one on: HKA in Hafenkontrollamt."""
    letters = iter(word.lower())
    return word[:1] == short[0] and len(word) > 2 * len(short) and all(letter in letters for letter in short.lower())


def _initials(words: list[str]) -> str:
    return "".join(word[0].lower() for word in words if word[0].isupper())


def is_ours(wording: str) -> bool:
    """True if the words are the paper's for itself.

    >>> is_ours("In einer früheren Fassung dieses Textes"), is_ours("der Zeitung")
    (True, False)
    """
    return bool(_OURS.match(" ".join(wording.split())))
