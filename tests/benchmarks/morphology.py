"""Comparison of the German lemmatisers and taggers that pip can install, on what extraction needs; run by hand.

    python tests/benchmarks/morphology.py ../shared/corpora/wikinews-quotes/train.jsonl

Two tasks, both scored by our own lexicon of reporting verbs and the annotators' marks:
- cue lemma: share of annotated one-word cues that are a form of a lexicon verb (by its principal parts, made without
  any of the candidates) for which a candidate gives that verb as lemma;
- Konjunktiv: P/R/F1 of "the first clause of this sentence holds a finite verb in the Konjunktiv I" at telling the
  continued indirect sentences (`IndirectFreeIndirect`) from sentences in which nothing is annotated.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kg.extract import cues, morphology

Lemmatise = Callable[[list[str]], list[str]]


def hanta() -> Lemmatise:
    from HanTa.HanoverTagger import HanoverTagger

    tagger = HanoverTagger("morphmodel_ger.pgz")
    return lambda words: [lemma for _, lemma, _ in tagger.tag_sent(words)]


def hanta_cached() -> Lemmatise:
    return lambda words: [analysis.lemma for analysis in morphology.analyse(words)]


def simplemma() -> Lemmatise:
    import simplemma

    return lambda words: [simplemma.lemmatize(word, lang="de") for word in words]


def spacy_lookups() -> Lemmatise:
    import spacy

    nlp = spacy.blank("de")
    nlp.add_pipe("lemmatizer", config={"mode": "lookup"})
    nlp.initialize()
    return lambda words: [token.lemma_ for token in nlp(spacy.tokens.Doc(nlp.vocab, words=words))]


CANDIDATES: dict[str, Callable[[], Lemmatise]] = {
    "HanTa": hanta,
    "HanTa, tags remembered": hanta_cached,
    "simplemma": simplemma,
    "spacy-lookups-data": spacy_lookups,
}


def cue_tokens(documents: list[dict[str, Any]]) -> list[tuple[list[str], int, set[str]]]:
    """Sentence, index and possible lemmas of each annotated one-word cue that the lexicon's forms know."""
    found = []
    for document in documents:
        sentences = {token: sentence for sentence in document["sentences"] for token in sentence["tokenIds"]}
        for annotation in document["annotations"]:
            ids = annotation["cue"]["tokenIds"]
            if len(ids) != 1 or ids[0] not in sentences:
                continue
            sentence = sentences[ids[0]]
            at = sentence["tokenIds"].index(ids[0])
            lemmas = {form.cue.lemma for form in cues.forms().get(sentence["tokens"][at], ()) if not form.cue.needs}
            if lemmas:
                found.append((sentence["tokens"], at, lemmas))
    return found


def konjunktiv_sentences(documents: list[dict[str, Any]]) -> list[tuple[list[str], bool]]:
    """Sentences with whether they are continued indirect speech; those with any other annotation are left out."""
    found = []
    for document in documents:
        free, other = set(), set()
        for annotation in document["annotations"]:
            target = free if annotation["type"] == "IndirectFreeIndirect" else other
            target.update(annotation["quote"]["tokenIds"])
        for sentence in document["sentences"]:
            ids = set(sentence["tokenIds"])
            if not ids & other and len(ids) > 4:
                found.append((sentence["tokens"], bool(ids & free)))
    return found


def subjunctive(words: list[str], lemmas: list[str]) -> bool:
    """True if a lower-case word in -e is its lemma less the -n, or "sei(en)": Konjunktiv I by form and lemma."""
    first = words[: next((i for i, word in enumerate(words) if word in ",;:"), len(words))]
    return any(
        word in ("sei", "seien")
        or (word.endswith("e") and re.fullmatch("[a-zäöüß]+", word) and lemma in (word + "n", word[:-1] + "n"))
        for word, lemma in zip(first, lemmas, strict=False)
    )


def measure(name: str, documents: list[dict[str, Any]]) -> str:
    """One line of the table."""
    began = time.perf_counter()
    lemmatise = CANDIDATES[name]()
    lemmatise(["Start"])
    start_up = time.perf_counter() - began
    tokens = cue_tokens(documents)
    hits = sum(lemmatise(words)[at] in lemmas for words, at, lemmas in tokens)
    cases = konjunktiv_sentences(documents)
    began = time.perf_counter()
    told = [(subjunctive(words, lemmatise(words)), free) for words, free in cases]
    speed = sum(len(words) for words, _ in cases) / (time.perf_counter() - began)
    right = sum(said and free for said, free in told)
    precision = right / max(1, sum(said for said, _ in told))
    recall = right / max(1, sum(free for _, free in told))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return (
        f"{name:<24}{hits / len(tokens):>10.3f}{precision:>8.2f}{recall:>6.2f}{f1:>6.2f}"
        f"{speed:>12,.0f}{start_up:>10.2f}"
    )


def main(path: Path) -> None:
    """Prints the table: cue lemma accuracy, Konjunktiv P/R/F1, tokens a second, start-up seconds."""
    documents = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()][:250]
    print(f"{'candidate':<24}{'cue lemma':>10}{'P':>8}{'R':>6}{'F1':>6}{'tokens/s':>12}{'start s':>10}")
    for name in CANDIDATES:
        print(measure(name, documents))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
