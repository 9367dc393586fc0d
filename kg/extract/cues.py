"""The lexicon of words that announce what somebody said, and their finding in a sentence.

`cues.tsv` holds the entries: lemma, kind, what must stand with it (`particle`), irregular principal parts, medium,
modality and `takes`, a set of letters: q direct speech, d a content clause, i an infinitive clause, o a question,
a "als" + quotation, v "von/vor/über" + quotation, p a phrase such as "nach Angaben", c a clause after the noun, h
hearsay ("soll"). The verbs' forms are generated here.

Source: our own collection, from reference grammars and the training part of the Wikinews quotations.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kg.extract.clauses import Sentence, Word
from kg.extract.wordlist import wordlist
from kg.records import Medium, Modality

_INSEPARABLE = ("be", "emp", "ent", "er", "ge", "miss", "ver", "zer", "wider", "unter", "wieder", "hinter", "über")
_HAVE = wordlist("hat haben habe hatte hatten hätte hätten")
_BECOME = wordlist(
    """
    wird werden werde würde wurde wurden worden ist sind sei seien war waren
    """
)
_MODALS = wordlist(
    """
    will wollte wollten wollen kann konnte konnten können muss musste mussten müssen soll sollte sollten mochte
    """
)
_LONGEST_WORD = 60
_WINDOW = 40
"""Words within which a particle is looked for; no frame in the training part is longer."""


@dataclass(frozen=True, slots=True)
class Cue:
    """An entry of the lexicon."""

    lemma: str
    kind: str
    needs: tuple[str, ...]
    parts: tuple[str, ...]
    medium: Medium
    modality: Modality
    takes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Form:
    """One way in which a cue verb can stand in the text; `needs` are the further words that must stand with it."""

    cue: Cue
    role: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue in a sentence: the verb's index and the indices of all words that make up the cue.

    `passive` means that the subject is not who speaks; "Voss wird zitiert" does not count as such.
    """

    cue: Cue
    verb: int
    words: tuple[int, ...]
    role: str
    passive: bool = False

    @property
    def verb_last(self) -> bool:
        """True if the finite verb closes its clause, as after "dass" or "wie"."""
        return self.role == "last"


@cache
def lexicon() -> tuple[Cue, ...]:
    """All entries of `cues.tsv`.

    >>> len([cue for cue in lexicon() if cue.kind == "verb"]) > 250
    True
    """
    source = files("kg.extract").joinpath("cues.tsv").read_text(encoding="utf-8")
    return tuple(
        Cue(
            row["lemma"],
            row["kind"],
            _list(row["particle"]),
            _list(row["parts"]),
            Medium(row["medium"]),
            Modality(row["modality"]),
            frozenset(row["takes"]),
        )
        for row in csv.DictReader(source.splitlines(), delimiter="\t")
    )


def _list(field: str) -> tuple[str, ...]:
    return () if field == "-" else tuple(field.lower().split())


@cache
def nouns() -> dict[str, Cue]:
    """The nouns of the lexicon by every form, lower-case.

    >>> nouns()["angaben"].lemma
    'Angabe'
    """
    return {form: cue for cue in lexicon() if cue.kind == "noun" for form in _noun_forms(cue.lemma.lower())}


def noun(word: Word) -> Cue | None:
    """The cue noun that a word is, as a whole or as the head of a compound ("Polizeiangaben")."""
    if not word.text[:1].isupper():
        return None
    low = word.low[-_LONGEST_WORD:]
    if low in nouns():
        return nouns()[low]
    heads = (low[k:] for k in range(3, len(low) - 3))
    return next((nouns()[head] for head in heads if len(head) > 5 and head in nouns()), None)


def _noun_forms(lemma: str) -> Iterator[str]:
    yield from (lemma, lemma + "n", lemma + "en", lemma + "e", lemma + "s", lemma + "es")
    if lemma in ("wort", "vorwurf", "vorschlag", "plan", "rat"):
        yield from {"wort": ["worte", "worten"], "vorwurf": ["vorwürfe", "vorwürfen"], "plan": ["pläne", "plänen"]}.get(
            lemma, []
        )


@cache
def forms() -> dict[str, tuple[Form, ...]]:
    """Every form of every cue verb, lower-case, with what it stands for.

    >>> sorted({form.role for form in forms()["mitgeteilt"]}), forms()["teilte"][0].needs
    (['participle'], ('mit',))
    """
    out: dict[str, list[Form]] = {}
    for cue in lexicon():
        if cue.kind == "verb":
            for text, role, needs in _conjugate(cue):
                entry = Form(cue, role, needs)
                if entry not in out.setdefault(text, []):
                    out[text].append(entry)
    return {text: tuple(found) for text, found in out.items()}


def _conjugate(cue: Cue) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    finite, participle = _principal(cue)
    for form in finite:
        yield form, "finite", cue.needs
    yield participle, "participle", cue.needs
    yield cue.lemma, "infinitive", cue.needs
    if cue.needs:
        *rest, last = cue.needs
        needs = tuple(rest)
        for form in finite:
            yield last + form, "last", needs
        yield last + participle, "participle", needs
        yield last + cue.lemma, "infinitive", needs


def _principal(cue: Cue) -> tuple[list[str], str]:
    """The finite forms of the third person and the participle."""
    lemma = cue.lemma
    stem = lemma[:-2] if lemma.endswith("en") else lemma[:-1]
    subjunctive = stem + "e"
    if cue.parts:
        present, past, participle = cue.parts
        plural = past + ("n" if past.endswith("e") else "en")
        return [present, lemma, past, plural, subjunctive], participle
    link = "e" if stem.endswith(("t", "d", "chn", "ffn", "gn", "dn")) else ""
    augment = "" if stem.startswith(_INSEPARABLE) or lemma.endswith("ieren") else "ge"
    return [f"{stem}{link}t", lemma, f"{stem}{link}te", f"{stem}{link}ten", subjunctive], f"{augment}{stem}{link}t"


def find(sentence: Sentence, lo: int = 0, hi: int | None = None) -> list[Hit]:
    """The cue verbs among the words `[lo, hi)` outside quotations, in order; the entry with most particles wins."""
    end = len(sentence.words) if hi is None else hi
    hits = [_best(sentence, i) for i in range(lo, end) if sentence.words[i].depth == 0]
    return [hit for hit in hits if hit]


def _best(sentence: Sentence, i: int) -> Hit | None:
    word = sentence.words[i]
    if word.low not in forms() or (word.text != word.low and i > 0 and not sentence.words[i - 1].mark):
        return None
    if word.tag[:1] not in ("V", "A", "P") or (word.tag[0] == "P" and word.tag != "PTKVZ"):
        return None
    hits = [hit for form in forms()[word.low] if (hit := _match(sentence, i, form))]
    return max(hits, key=lambda hit: (len(hit.cue.needs), "q" in hit.cue.takes), default=None)


def _match(sentence: Sentence, i: int, form: Form) -> Hit | None:
    words = sentence.words
    extra = _companions(sentence, i, form.needs)
    if extra is None:
        return None
    seg = sentence.segments[sentence.segment_of(i)] if sentence.segments else (0, len(words))
    if form.role in ("finite", "last"):
        infinite = words[i].tag != "VVINF" or any(words[k].finite for k in range(*seg))
        if not words[i].finite and form.role == "finite" and infinite:
            return None
        last = form.role == "last" or (
            i == seg[1] - 1 and i - seg[0] > 1 and sentence.subordinate(sentence.segment_of(i))
        )
        return Hit(form.cue, i, tuple(sorted([i, *extra])), "last" if last else "finite")
    auxiliaries = [
        k for k in range(*seg) if words[k].low in (_HAVE | _BECOME if form.role == "participle" else _MODALS)
    ]
    if not auxiliaries:
        return None
    finite = [k for k in auxiliaries if words[k].low != "worden"] or auxiliaries
    passive = form.role == "participle" and words[finite[0]].low in _BECOME and form.cue.lemma != "zitieren"
    role = "last" if finite[0] > i else "finite"
    anchor = finite[0] if role == "finite" else i
    return Hit(form.cue, anchor, tuple(sorted({i, *finite, *extra})), role, passive)


_PHRASE = wordlist("der die den dem zu zum in ins für als von mit wert stellung")
"""First words of a set phrase, whose words stand together: "der Meinung", "zu dem Schluss", "für möglich"."""

_FREE = wordlist("davon darauf darüber daran damit dafür dazu darum davor sich es")
"""Needed words that may stand anywhere in the clause; a separable particle closes it."""


def _companions(sentence: Sentence, i: int, needs: tuple[str, ...]) -> list[int] | None:
    """Where all needed words stand; None if one is missing."""
    if len(needs) > 1 and needs[0] in _PHRASE:
        return _phrase(sentence, i, needs)
    found = [_companion(sentence, i, need) for need in needs]
    return None if None in found else [at for at in found if at is not None]


def _phrase(sentence: Sentence, i: int, needs: tuple[str, ...]) -> list[int] | None:
    seg = sentence.segments[sentence.segment_of(i)] if sentence.segments else (0, len(sentence.words))
    low = [word.low for word in sentence.words[seg[0] : seg[1]]]
    for k in range(len(low) - len(needs) + 1):
        if tuple(low[k : k + len(needs)]) == needs:
            return list(range(seg[0] + k, seg[0] + k + len(needs)))
    return None


def _companion(sentence: Sentence, i: int, need: str) -> int | None:
    """Where a needed word stands: after the verb in the main clause, before it in a subordinate one."""
    words = sentence.words
    for k in range(i + 1, min(len(words), i + _WINDOW)):
        if words[k].low == need and words[k].depth == 0:
            closes = k + 1 == len(words) or not words[k + 1].text[0].isalnum() or words[k + 1].tag in ("KON", "KOUS")
            if need in _FREE or closes or words[k].tag == "PTKVZ":
                return k
        if words[k].text == ":" or (words[k].low in ("dass", "daß", "ob")):
            break
    k0 = sentence.segments[sentence.segment_of(i)].start if sentence.segments else 0
    first = k0 if need in _FREE else max(k0, i - 1)
    return next((k for k in range(i - 1, first - 1, -1) if words[k].low == need), None)
