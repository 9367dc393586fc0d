"""Names of persons as given name and surname keys, and how well two given names go together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.resolve.keys import compact, fold, is_slavic, slavic, surname_key
from kg.resolve.names import PARTICLES, ROLE, WORD

INITIAL = 0.8
"""How surely two names are one where one has initials for given names. Set by hand."""
SHORTER = 0.85
"""The same where one leaves out a middle initial. Set by hand."""

_FORMS = {
    key: forms.partition(" ")[0]
    for forms in (
        "wolodymyr volodymyr wladimir vladimir",
        "serhij serhii sergej sergei sergey",
        "alexander olexandr oleksandr aleksandr alexandr aljaksandr aliaksandr",
        "dmytro dmitri dmitrij dmitry",
        "mykola nikolai nikolaj nikolay",
        "petro pjotr pyotr peter",
        "andrij andrii andrej andrei andrey",
        "olena jelena elena yelena",
        "mychajlo mykhailo michail mikhail",
        "jewhen yevhen jewgeni jewgenij yevgeny",
        "oleksij olexij alexej alexei aleksej alexey",
        "pawlo pavlo pawel pavel",
        "hans johannes johann",
        "fritz friedrich",
        "uli ulrich",
        "joe joseph",
        "bill william",
        "bob bobby robert",
        "tim timothy",
        "jim james",
        "mike michael",
        "tony anthony",
        "steffi stefanie",
        "andy andreas andrew",
        "toni anton",
        "sepp josef",
        "conny cornelia",
        "katja katharina",
    )
    for form in forms.split()
    for key in (form, slavic(form))
}
"""Given names, as spelt and by sound, to the first of their forms: languages and short forms. Set by hand."""
_LITTLE = frozenset(
    (
        "der",
        "die",
        "das",
        "des",
        "dem",
        "den",
        "ein",
        "eine",
        "von",
        "vom",
        "fur",
        "im",
        "in",
        "beim",
        "bei",
        "zustandige",
    )
)
_SIMPLER = [
    (re.compile(old), new) for old, new in (("ph", "f"), ("th", "t"), ("c", "k"), ("y", "i"), (r"(.)\1", r"\1"))
]


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name as keys: given names (single letters are initials) and surname."""

    given: tuple[str, ...]
    surname: str

    @property
    def joined(self) -> str:
        """The given names as one word, so that a hyphen or blank makes no difference; initials keep their dot.

        >>> name_parts("Hans-Peter Vogt").joined, name_parts("H. P. Vogt").joined
        ('hanspeter', 'h.p.')
        """
        return join(self.given)


def join(given: tuple[str, ...]) -> str:
    """Given names as one word; initials keep their dot."""
    return "".join(f"{name}." if len(name) == 1 else name for name in given)


@lru_cache(maxsize=1 << 18)
def name_parts(label: str) -> Name:
    """The keys of a full name; what stands before the surname and its particles is given.

    >>> name_parts("Ursula von der Leyen")
    Name(given=('ursula',), surname='vonderleyen')
    >>> name_parts("Dmitri Peskow") == name_parts("Dmitry Peskov")
    True
    """
    words = label.split()
    if not words:
        return Name((), "")
    head = next((at for at, word in enumerate(words) if at and word.lower() in PARTICLES), len(words) - 1)
    surname = " ".join(words[head:])
    spoken = slavic if is_slavic(surname) else compact
    given = [key for word in words[:head] for part in re.split(r"[-.]", word) if (key := spoken(part) or fold(part))]
    return Name(tuple(given), surname_key(surname))


def likeness(one: Name, other: Name) -> float:
    """How surely two names of one surname key are one, by their given names alone; 0 where they differ.

    >>> vogt = name_parts("Hanna Vogt")
    >>> [likeness(vogt, name_parts(other)) for other in ("Hanna Vogt", "H. Vogt", "Ole Vogt")]
    [1.0, 0.8, 0.0]
    """
    if one.joined == other.joined:
        return 1.0
    short, full = sorted((one, other), key=lambda name: (len(name.joined), name.joined))
    return dict(shorter_forms(full)).get(short.joined, 0.0)


def shorter_forms(name: Name) -> list[tuple[str, float]]:
    """The joined given names that may stand for these, each with how surely.

    >>> shorter_forms(name_parts("Robert F. Vogt"))
    [('robert', 0.85), ('r.f.', 0.8), ('r.', 0.8)]
    """
    given = name.given
    initials = tuple(part[0] for part in given)
    forms: list[tuple[str, float]] = []
    if len(given) > 1 and len(given[0]) > 1 and all(len(part) == 1 for part in given[1:]):
        forms.append((given[0], SHORTER))
    forms += [(join(short), INITIAL) for short in (initials, initials[:1])]
    own = name.joined
    return [(form, score) for form, score in dict(forms).items() if form != own]


def role_words(wording: str) -> set[str]:
    """The roles in a wording, folded.

    >>> role_words("der Velmar-Werksleiter Brandt")
    {'velmar werksleiter'}
    """
    return {fold(word) for word in WORD.findall(wording) if ROLE.search(word)}


def office_key(office: str) -> str:
    """The key that wordings of one office share, "" if it does not tell of what.

    >>> office_key("Präsidentin des Deichamts") == office_key("die Präsidentin vom Deichamt"), office_key("Präsidentin")
    (True, '')
    """
    words = [word for word in fold(office).split() if word not in _LITTLE]
    return " ".join(sorted(word if word.endswith("ss") else word.removesuffix("s") for word in words)) * (
        len(words) > 1
    )


@lru_cache(maxsize=1 << 18)
def given_family(given: str) -> str:
    """The key that spellings and other forms of one given name share: they may be one, or two.

    >>> given_family("Kathrin") == given_family("Catrin"), given_family("Serhij") == given_family("Sergej")
    (True, True)
    """
    plain = compact(given)
    form = _FORMS.get(plain, plain)
    for old, new in _SIMPLER:
        form = old.sub(new, form)
    return form
