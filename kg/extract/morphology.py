"""Word classes, lemmas and the subjunctive, which German news uses to mark what others said.

HanTa does both, since it alone of what pip installs also gives word classes; the others give lemmas only. Measured by
`tests/benchmarks/morphology.py` on 250 articles of the Wikinews training part (share of right lemmas of one-word cue
verbs; telling continued indirect speech by a Konjunktiv I; tokens a second on one shared core; start-up):

    candidate                cue lemma       P     R    F1    tokens/s   start s
    HanTa                        1.000    1.00  0.66  0.79       3,876      0.10
    HanTa, tags remembered       1.000    1.00  0.66  0.79       7,342      0.12
    simplemma                    1.000    0.99  0.66  0.79     420,739      1.43
    spacy-lookups-data           0.994    0.34  0.58  0.43     180,189      1.62
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from HanTa.HanoverTagger import HanoverTagger

from kg.extract.wordlist import wordlist

_LONGEST_WORD = 60
"""Letters of a word that the tagger is shown; no German news word is longer."""

_LONGEST = 200
"""Words tagged in one go; a longer "sentence" is no sentence, and is cut."""

_SUBJUNCTIVE_1 = wordlist(
    """
    sei seien seist seiet habe habest werde werdest könne müsse solle wolle dürfe möge mögen wisse gebe gehe
    stehe
    """
)
_SUBJUNCTIVE_2 = wordlist(
    """
    wäre wären hätte hätten würde würden könnte könnten müsste müssten müßte dürfte dürften möchte möchten käme
    kämen gäbe gäben ginge gingen bliebe blieben ließe ließen stünde stünden stände fände fänden bräuchte
    bräuchten wüsste wüssten sähe sähen nähme nähmen läge lägen hielte täte täten brächte brächten bekäme
    bekämen spräche sprächen trüge trügen verlöre verlören gälte gölte zöge zögen riefe hieße hießen schlüge
    fiele fielen träfe träfen säße säßen verstünde befände befänden erhielte entstünde ergäbe ergäben gelänge
    träte böte böten flöge drohte
    """
) - {
    "gingen",
    "blieben",
    "ließen",
    "hießen",
    "fielen",
    "drohte",
}


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the tagger says of one word: its class (STTS, e.g. `VVFIN`) and its lemma."""

    tag: str
    lemma: str


class _Tagger(HanoverTagger):  # type: ignore[misc]
    """HanTa with its dear word-level step remembered: the same tags in a fraction of the time on running news."""

    def __init__(self) -> None:
        super().__init__("morphmodel_ger.pgz")
        self._emissions = lru_cache(1 << 16)(super()._tag_word)

    def _tag_word(self, word: str, cutoff: int = 5, casesensitive: bool = True, conditional: bool = False) -> Any:
        return self._emissions(word, cutoff, casesensitive, conditional)


@cache
def _tagger() -> _Tagger:
    return _Tagger()


def analyse(words: Sequence[str]) -> list[Analysis]:
    """Class and lemma of each word of one sentence, in order; words other than verbs keep their form as lemma.

    >>> [(a.tag, a.lemma) for a in analyse(["Die", "Lage", "sei", "ernst", "."])]
    [('ART', 'Die'), ('NN', 'Lage'), ('VAFIN', 'sein'), ('ADJD', 'ernst'), ('$.', '.')]
    """
    out: list[Analysis] = []
    for at in range(0, len(words), _LONGEST):
        piece = [word[:_LONGEST_WORD] if word.strip() else "-" for word in words[at : at + _LONGEST]]
        out.extend(_analyse(piece))
    return out


def _analyse(words: list[str]) -> list[Analysis]:
    try:
        tags = _tagger().tag_sent(words, taglevel=0)
    except (KeyError, IndexError, ValueError):  # HanTa has no path for some strings of signs and letters
        return [Analysis("XY", word) for word in words]
    plain = [tag.replace("(", "").replace(")", "") for tag in tags]
    return [
        Analysis("NE", word) if _misread_name(words, plain, i) else Analysis(plain[i], _lemma(word, tags[i]))
        for i, word in enumerate(words)
    ]


def _misread_name(words: Sequence[str], tags: Sequence[str], i: int) -> bool:
    """True for a capital inside the sentence that the tagger takes for a verb or, behind a first name, an adjective.

    Surnames such as Klemm or Uhlig look like an imperative and an adjective.
    """
    if i == 0 or not (words[i][:1].isupper() and words[i].isalpha() and words[i - 1][-1:].isalnum()):
        return False
    if tags[i] in ("VVIMP", "VVFIN", "VVPP", "VVINF"):
        return not words[i].isupper()
    last = i + 1 == len(words) or not words[i + 1][:1].isupper()
    return tags[i] in ("ADJA", "ADJD", "ADV") and tags[i - 1] == "NE" and last


@lru_cache(1 << 16)
def _lemma(word: str, tag: str) -> str:
    """The lemma of a verb; the rules ask for no other, and a lemma costs as much as a tag."""
    if not tag.startswith("V"):
        return word
    return str(_tagger().analyze(word, pos=tag)[0]) or word


def subjunctive(word: str, analysis: Analysis) -> int:
    """1 or 2 if the word is a finite verb in the Konjunktiv I or II that can be told by its form, else 0.

    The first person singular has the same form as Konjunktiv I; news seldom says "ich" outside quotation marks, so
    the caller looks for an "ich".

    >>> subjunctive("komme", Analysis("VVFIN", "kommen")), subjunctive("kommt", Analysis("VVFIN", "kommen"))
    (1, 0)
    """
    low = word.lower()
    if low in _SUBJUNCTIVE_1:
        return 1
    if low in _SUBJUNCTIVE_2:
        return 2
    if word == low and analysis.tag in ("VVFIN", "VMFIN", "VAFIN") and low.endswith("e"):
        return int(analysis.lemma in (low + "n", low[:-1] + "n"))
    return 0
