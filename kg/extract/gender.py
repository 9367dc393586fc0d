"""Grammatical gender of a mention as far as its role, its article or its first name shows it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from kg.extract.clauses import Word
from kg.extract.wordlist import wordlist


class Gender(Enum):
    """Gender of a person, or of the noun for a thing; open where nothing tells."""

    MALE = "m"
    FEMALE = "f"
    NEUTER = "n"
    OPEN = "?"

    def fits(self, other: Gender) -> bool:
        """True if both can be the same one's."""
        return self is other or Gender.OPEN in (self, other)


_FEMALE_NAMES = re.compile(
    r"(?i)^(?:\w+(?:a|ine|ke|ette|elle|ie|trud|traud|gard|lind|beth|gret|grit|hild|run|rin|lis|ries|lies|borg|stin|"
    r"maren|"
    r"kerstin|kirsten|nne|ate|ute|one|ole|ene|ive|ice|gunde)|"
    r"iris|ingrid|astrid|sigrid|doris|agnes|judith|edith|ruth|esther|carmen|birgit|almut|dagmar|ellen|karen|marion|miriam|"
    r"sarah|hannah|leah|deborah|carolin|doreen|susan|vivian|yasemin|aylin|nurten|gülten|marlen|kathleen|eileen|änne|ute|"
    r"margot|heidi|gesche|silke|wiebke|frauke)$"
)
"""First names of women by ending, and those that no ending tells; a list of our own."""

_MALE_EXCEPTIONS = wordlist(
    """
    luca joshua sascha andrea mika noah elia nikita ilja kolja mischa wolfgang jona akira mustafa hauke ole uwe arne
    malte helge thore tore sönke boje ove eike heiko rune mike luke george pierre jesse dette enke tjarke fiete
    """
)
_MALE_NAMES = re.compile(r"(?i)^\w+(?:s|n|r|d|t|k|f|o|l|m|g|z|x|p|ch|i|u|b|v|w)$")
_FEMALE_ROLE = re.compile(r"(?i)(\w{3,}(?<!term)(?<!ben)in|frau|kauffrau|dame|mutter|tochter|schwester)$")
_EITHER_ROLE = re.compile(r"(?i)(vorsitzende|beauftragte|abgeordnete|gesandte|\w+jährige|angestellte|beschäftigte)$")
_BENT_ROLE = re.compile(r"(?i)(vorsitzende|beauftragte|abgeordnete|gesandte|\w+jährige|angestellte|beschäftigte)n$")
"""The same in the genitive or dative, where the article tells: "der Gesandten" is a woman, "des Gesandten" a man."""

_MALE_ROLE = re.compile(
    r"(?i)(minister|sprecher|präsident|chef|leiter|kanzler|sekretär|direktor|meister|trainer|richter|herrn?|mann|vater|sohn|"
    r"bruder|führer|forscher|experte|politiker|beamter|vorsitzender|abgeordneter|gesandter|beauftragter|manager|anwalt|arzt|"
    r"\w{4,}(?:er|ist|ent|ant|oge|eur))$"
)
_MALE_LEADS = frozenset(["der", "ein", "dieser", "jener", "sein", "ihr", "unser"])
_FEMALE_LEADS = frozenset(["die", "eine", "diese", "jene", "seine", "ihre", "unsere", "dieselbe"])
_FEMALE_OBLIQUE = frozenset(["der", "einer", "dieser", "jener", "seiner", "ihrer", "unserer", "zur"])
_MALE_OBLIQUE = frozenset(["des", "dem", "eines", "einem", "diesem", "seines", "ihres", "vom", "zum", "beim"])
_NEUTER_LEADS = frozenset(["das", "dieses", "jenes"])


def of_role(role: str, article: str = "") -> Gender:
    """The gender that a role noun shows, with the article before it.

    >>> of_role("ministerin").value, of_role("vorsitzende", "der").value, of_role("büro", "das").value
    ('f', 'm', 'n')
    >>> of_role("gesandten", "der").value, of_role("gesandten", "dem").value
    ('f', 'm')
    """
    if article in _NEUTER_LEADS:
        return Gender.NEUTER
    if _BENT_ROLE.search(role):
        return _of_bent(article)
    if _EITHER_ROLE.search(role):
        return Gender.MALE if article in ("der", "dieser") else Gender.FEMALE
    if _FEMALE_ROLE.search(role):
        return Gender.FEMALE
    if article in _FEMALE_LEADS:
        return Gender.FEMALE
    return Gender.MALE if _MALE_ROLE.search(role) or (role and article in ("der", "dieser")) else Gender.OPEN


def is_plural(noun: str, article: str) -> bool:
    """True for the noun of a man with the article of many: "die Bewohner".

    >>> is_plural("bewohner", "die"), is_plural("bewohnerin", "die"), is_plural("schwester", "die")
    (True, False, False)
    """
    many = article in ("die", "diese", "ihre", "seine") and bool(_MALE_ROLE.search(noun))
    return many and not (_FEMALE_ROLE.search(noun) or _EITHER_ROLE.search(noun))


def _of_bent(article: str) -> Gender:
    if article in _MALE_OBLIQUE:
        return Gender.MALE
    return Gender.FEMALE if article in _FEMALE_OBLIQUE else Gender.OPEN


def of_first_name(name: str) -> Gender:
    """The gender that a first name suggests.

    >>> [of_first_name(name).value for name in ("Änne", "Ivo", "Hauke", "Renate")]
    ['f', 'm', 'm', 'f']
    """
    if name.lower() in _MALE_EXCEPTIONS:
        return Gender.MALE
    if _FEMALE_NAMES.match(name):
        return Gender.FEMALE
    return Gender.MALE if _MALE_NAMES.match(name) else Gender.OPEN


def of_phrase(words: Sequence[Word]) -> Gender:
    """The gender of an unnamed subject: "Ein früherer Mitarbeiter", "die Polizei", "Das Papier"."""
    lead = words[0].low
    nouns = [w for w in words if w.tag in ("NN", "NNA", "ADJA") and any(c.isupper() for c in w.text)]
    noun = nouns[0].low if nouns else ""
    if lead in ("ein", "sein", "ihr", "unser") and not _MALE_ROLE.search(noun):
        return Gender.OPEN
    known = of_role(noun, lead)
    if known is Gender.OPEN and lead in _MALE_LEADS:
        return Gender.MALE
    return known
