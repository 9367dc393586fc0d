"""A noun phrase taken apart: the person's name in it, the roles before it, the bare name of a body."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TITLES = frozenset({"Dr.", "Prof.", "Dr", "Prof", "Frau", "Herr", "Herrn", "Professor", "Professorin"})
PARTICLES = frozenset(
    (
        *("von", "van", "de", "der", "den", "del", "della", "di", "da", "dos", "du"),
        *("la", "le", "zu", "zur", "zum", "und", "al", "bin", "ibn", "ten", "ter"),
    )
)
_ROLE_STEMS = (
    "ministerpräsident minister präsident sprecher chef leiter meister kanzler direktor vorsitzende "
    "vorsitzender vorsitzenden beauftragte beauftragter beauftragten gesandte gesandter gesandten führer "
    "general oberst offizier anwalt anwältin richter kommissar inspektor rat rätin sekretär experte expertin "
    "forscher wissenschaftler politiker abgeordnete abgeordneter abgeordneten manager geschäftsführer berater "
    "kandidat mitarbeiter botschafter arzt ärztin professor intendant dozent kommandeur kommandant "
    "hauptmann graf gräfin leutnant pfarrer pastor rabbiner imam "
    "trainer autor journalist reporter korrespondent "
    "amtsinhaber vize senator gouverneur bischof papst könig aktivist gewerkschafter ökonom analyst analystin "
    "historiker kollege kollegin bewohner anwohner fischer landwirt bauer lehrer vertreter verteidiger "
    "ermittler betriebsrat vorstand bürgermeister dezernent projektleiter ingenieur chemiker biologe biologin "
)
_ROLE_END = rf"(?:{'|'.join(sorted(_ROLE_STEMS.split(), key=len, reverse=True))})(?:in|s|es|n|en|innen)?"
ROLE = re.compile(rf"{_ROLE_END}$", re.IGNORECASE)
ROLE_NOUN = rf"(?=[A-ZÄÖÜ])(?i:[\w-]*?{_ROLE_END})\b"
"""A pattern for a capitalised noun that names a role."""
_DETERMINER = re.compile(
    r"^(?:(?:der|die|das|den|dem|des|ein|eine|einer|einem|einen|eines|sein|seine|ihr|ihre|im|vom|beim)\s+)+",
    re.IGNORECASE,
)
_OF_THE = re.compile(r"(?:des|eines|seines|ihres)\b", re.IGNORECASE)
_GENITIVE = re.compile(r"^((?:[a-zäöüß]\S*\s+|[A-ZÄÖÜ]\w+er\s+)*[A-ZÄÖÜ][\wäöüÄÖÜß-]*?[^\Ws])(?<!es)(?:es|s)\b")
_STRONG = re.compile(
    r"^(?P<lead>der|die|das|dem|den|des|im|vom|beim|zum|zur|ins)\s+"
    r"(?P<stem>(?:[A-ZÄÖÜa-zäöü][a-zäöüß]*isch|Deutsch|Weiß|Rot|Blau|Grün|Schwarz|Alt|Neu|Groß|Vereint|Vereinigt|International"
    r"|National|Frei|Offen))e[nrs]?\s+(?P<rest>(?P<noun>[A-ZÄÖÜ][\w-]+).*)$"
)
_NEUTER = re.compile(
    r"(?:haus|hauses|kreuz|kreuzes|institut|ministerium|amt|gericht|büro|werk|parlament|museum|theater)s?$",
    re.IGNORECASE,
)
_MALE = re.compile(
    r"(?:dienst|bund|rat|verband|verein|club|konzern|hof|kongress|senat|preis|ring|städtetag|tag)(?:e?s)?$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r", (?:die|der|das|den|dem|deren|dessen|welche[rs]?|wo|wie|so)\s.*?\b\w+(?:t|en|ist|sind|hat|te)$")
_CLASS_NOUN = re.compile(
    r"(?:sender|zeitung|magazin|portal|agentur|blatt|organisation|institut|behörde|firma|unternehmen|konzern|verein|verband)s?$"
)
_ENDING_IN_ER = frozenset(
    (
        *(
            "peter",
            "dieter",
            "günter",
            "günther",
            "gunter",
            "gunther",
            "walter",
            "walther",
            "werner",
            "rainer",
            "reiner",
        ),
        *(
            "alexander",
            "oliver",
            "volker",
            "holger",
            "xaver",
            "heiner",
            "roger",
            "javier",
            "xavier",
            "olivier",
            "dexter",
        ),
    )
)
"""First names that end as "Lindhagener" does."""

_ARABIC = re.compile(r"(?:al|el|a[dnrstz]|asch?)-[A-ZÄÖÜ]")
_TRADE = re.compile(r"(?:eur|ist|ent|ant|oge|olog|er|mann)(?:in)?$")
_DANGLING = re.compile(r"\s+(?:unter|mit|am|im|in|vom|von|nach|auf|aus|bei|zu|und|vor)$")
_DATED = re.compile(
    r"\s+(?:vom|von|aus)\s+(?:(?:\d{1,2}\.\s+)?(?:[A-ZÄÖÜ][a-zä]+\s+)?\d{4}"
    r"|(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag\w*|Mittwoch\w*|Sonnabend)$"
)
_HOME = re.compile(r"(?<=\w)\s+aus\s+[A-ZÄÖÜ][\w-]+$")
WORD = re.compile(r"[^\s,;:()„“”»«\"]+")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name taken apart: name words without titles, and the roles before them."""

    words: tuple[str, ...]
    roles: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The name as it is written in full."""
        return " ".join(self.words)

    @property
    def surname(self) -> str:
        """The last name word."""
        return self.words[-1]

    @property
    def is_full(self) -> bool:
        """True if there is more than a surname."""
        return len(self.words) > 1


def person_name(wording: str) -> PersonName | None:
    """The person's name in a noun phrase, apart from determiners, roles and titles; None if there is none.

    >>> person_name("die Umweltministerin Dr. Katrin Hellwege")
    PersonName(words=('Katrin', 'Hellwege'), roles=('Umweltministerin',))
    >>> person_name("der Sprecher") is None
    True
    >>> person_name("der Vizekanzler und Minister Ali al-Masri (SPD)").label
    'Ali al-Masri'
    """
    roles: list[str] = []
    groups = [_name_words(group, roles) for group in re.split(r"[,;:(]", wording)]
    told = [group for group in groups if len(group) > 1]
    described = len(told) > 1 and not roles and _DETERMINER.match(wording)
    full = told[1] if described else next(iter(told), None)
    best = full or next((group for group in groups if group and not _is_abbreviation(group)), None)
    return PersonName(_without_epithet(best), tuple(roles)) if best else None


def _name_words(phrase: str, roles: list[str]) -> list[str]:
    """The name in a phrase without commas; the roles before it go on the list. What a role is of is no name."""
    name: list[str] = []
    after_role = False
    for word in WORD.findall(_DETERMINER.sub("", phrase.strip())):
        if word in _TITLES:
            continue
        if ROLE.search(word):
            roles.append(word)
            name, after_role = [], True
        elif len(name) > 1 and word in ("von", "vom", "aus"):
            break
        elif word == "und" and after_role and not name:
            continue
        elif word[0].isupper() or (name and (word in PARTICLES or _ARABIC.match(word))):
            name.append(word)
        elif len(name) == 1 and name[0].endswith("s") and word.endswith(("er", "e", "en")):
            name = []
        elif name or after_role:
            break
    while name and name[-1] in PARTICLES:
        name.pop()
    return name


def _is_abbreviation(name: list[str]) -> bool:
    """True for what stands in brackets behind a name: "(SPD)"."""
    return len(name) == 1 and len(name[0]) > 1 and name[0].isupper()


def _without_epithet(name: list[str]) -> tuple[str, ...]:
    """The name without where its bearer is from and what they do: "Lindhagener Spediteur Hauke Detlefsen"."""
    words = list(name)
    if len(words) > 2 and words[0].endswith("er") and words[0].lower() not in _ENDING_IN_ER:
        del words[0]
    if len(words) > 2 and _is_trade(words[0]):
        del words[0]
    return tuple(words)


def _is_trade(word: str) -> bool:
    """True for "Spediteur", "Fischökologin" and "Boten-Redakteur", which are no first names."""
    last = word.rpartition("-")[2].lower()
    return (
        bool(_TRADE.search(last))
        and last not in _ENDING_IN_ER
        and (len(word) > 11 or "-" in word or last[-3:] == "eur")
    )


def role_key(role: str) -> str:
    """A role's head in small letters without its ending: a minister and a ministeress stay two.

    >>> role_key("Umweltministers"), role_key("Umweltministerin"), role_key("Velmar-Werksleiter")
    ('minister', 'ministerin', 'leiter')
    """
    found = ROLE.search(role)
    return found[0].casefold().removesuffix("s") if found else role.casefold()


def bare(wording: str) -> str:
    """The wording without leading determiners, quotation marks, and what hangs on behind; in the nominative.

    >>> bare("dem „Landesspiegel“"), bare("des Landesamts für Wasser"), bare("das Flussinstitut (FI) aus Hallingen")
    ('Landesspiegel', 'Landesamt für Wasser', 'Flussinstitut')
    >>> bare("die Außenminister vom Dienstagabend")
    'Außenminister'
    >>> bare("dem Weißen Haus"), bare("des Deutschen Wetterdienstes"), bare("der Deutschen Bahn")
    ('Weißes Haus', 'Deutscher Wetterdienst', 'Deutsche Bahn')
    """
    plain = " ".join(re.sub(r"[„“”»«\"()]", "", re.sub(r"\s*\([^)]*\)", "", wording)).split())
    plain = _HOME.sub("", _DANGLING.sub("", _DATED.sub("", _apposed(_CLAUSE.sub("", plain)))))
    strong = _strong(plain)
    if strong:
        return strong
    short = _DETERMINER.sub("", plain) or plain
    return _GENITIVE.sub(r"\1", short) if _OF_THE.match(plain) else short


def _apposed(plain: str) -> str:
    """The name of "der Radiosender, Radio Oberau"; of anything else what stands before the comma."""
    first, _, rest = plain.partition(", ")
    return rest if rest[:1].isupper() and _CLASS_NOUN.search(first) else first


def _strong(plain: str) -> str | None:
    """The nominative without article of a name that begins with an adjective: "das Weiße Haus" is Weißes Haus."""
    found = _STRONG.match(plain[:1].lower() + plain[1:])
    if not found:
        return None
    noun, rest = found["noun"], found["rest"]
    if found["lead"] in ("die", "den"):
        return f"{found['stem']}e {rest}"
    if _NEUTER.search(noun) or found["lead"] == "das":
        ending = "es"
    elif _MALE.search(noun):
        ending = "er"
    else:
        return f"{found['stem']}e {rest}"
    bound = re.sub(r"(?<=s)es\b|(?<=[^s])e?s\b", "", rest, count=1) if found["lead"] == "des" else rest
    return f"{found['stem']}{ending} {bound}"
