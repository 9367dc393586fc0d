"""The spaCy pipeline: our components, registered as factories, on a blank or any loaded German pipeline.

Rules come first: sentences, pairs of quotation marks, tags and lemmas, and proposals for utterances by the lexicon of
cues. They are not the answer: the attribution model gets them as features of the words and as candidates, and decides.
What stays certain is a pair of quotation marks: a direct quotation takes its place. What stays of the rules besides:
the speech act of a cue, the medium of a cue that tells one ("schrieb"), and an addressee where the model sees none.

Each component writes custom attributes only (`Doc._.kg_…`), apart from sentence starts, tags, lemmas and `Doc.ents`, so
it can be added to a pipeline of the user's own: `nlp.add_pipe("kg_attribution")` finds utterances and
`nlp.add_pipe("kg_entities")` names; the others in the order of `COMPONENTS` let the user put something in between.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.extract import answers, features, listed, morphology
from kg.extract.attribution import attribute
from kg.extract.card import card, digest, model_folder
from kg.extract.draft import Draft
from kg.extract.entities import Name
from kg.extract.features import Reading
from kg.extract.model import Model
from kg.extract.quotes import Pairing, pair
from kg.extract.sentences import sentences
from kg.extract.words import read
from kg.machine import cores
from kg.records import Span

COMPONENTS = ("kg_sentences", "kg_quotes", "kg_morphology", "kg_proposals", "kg_attribution", "kg_entities")
"""The factories in the order in which they build on each other."""

RULES = COMPONENTS[:4]
"""Those that work without the model."""

Named = tuple[Span, str]
"""A stretch of text and the class of the name that it is."""

_ATTRIBUTES = {"kg_pairing": None, "kg_sentences": None, "kg_proposals": (), "kg_drafts": (), "kg_names": None}

for _attribute, _value in _ATTRIBUTES.items():
    if not Doc.has_extension(_attribute):
        Doc.set_extension(_attribute, default=_value)

_SURROGATE = re.compile("[\ud800-\udfff]")

_SIGNS = re.compile(r"[^\w\s]{100,}")

Component = Callable[[Doc], Doc]


@Language.factory("kg_sentences", assigns=["token.is_sent_start"])
def create_sentences(nlp: Language, name: str) -> Component:
    """A component that sets sentence starts by our own rules."""
    return set_sentences


@Language.factory("kg_quotes", assigns=["doc._.kg_pairing"])
def create_quotes(nlp: Language, name: str) -> Component:
    """A component that pairs quotation marks into `Doc._.kg_pairing`."""
    return set_quotes


@Language.factory("kg_morphology", assigns=["token.tag", "token.lemma"], requires=["token.is_sent_start"])
def create_morphology(nlp: Language, name: str) -> Component:
    """A component that sets STTS tags and lemmas."""
    return set_morphology


@Language.factory(
    "kg_proposals",
    assigns=["doc._.kg_sentences", "doc._.kg_proposals"],
    requires=["token.is_sent_start", "token.tag", "token.lemma", "doc._.kg_pairing"],
)
def create_proposals(nlp: Language, name: str) -> Component:
    """A component that writes what the rules take for utterances into `Doc._.kg_proposals`."""
    return set_proposals


@Language.factory(
    "kg_attribution",
    assigns=["doc._.kg_drafts"],
    default_config={"model": None},
)
def create_attribution(nlp: Language, name: str, model: str | None) -> Attribution:
    """A component that writes the utterances into `Doc._.kg_drafts`, by the model in the folder `model`."""
    return Attribution(Path(model) if model else model_folder(), nlp)


@Language.factory("kg_entities", assigns=["doc.ents"], default_config={"model": None})
def create_entities(nlp: Language, name: str, model: str | None) -> Component:
    """A component that fills `Doc.ents` with PER, LOC, ORG, MISC, MEDIA and OFFICE; those that are set stay.

    Behind `kg_attribution` it costs little, since both go back to one reading of the article.
    """
    folder = Path(model) if model else model_folder()
    return lambda doc: set_entities(doc, folder)


class Attribution:
    """The model as a component; the articles of a batch are computed side by side, each by itself.

    Names are looked for in the same reading if the pipeline `nlp` has `kg_entities`.
    """

    def __init__(self, folder: Path, nlp: Language) -> None:
        self.folder = folder
        self.nlp = nlp

    def __call__(self, doc: Doc) -> Doc:
        """The doc with `kg_drafts`, and with what they rest on if no component before has set it."""
        reading = read_doc(doc)
        model = model_in(self.folder)
        named = model.namer is not None and "kg_entities" in self.nlp.pipe_names
        first = model.first_reading(reading, named=named) if len(reading) else None
        drafts = answers.drafts(reading, model.utterances(reading, first), doc._.kg_proposals, doc._.kg_sentences)
        doc._.kg_drafts = drafts
        if named:
            doc._.kg_names = _all_names(doc, reading, first.names if first else ())
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int, threads: int | None = None) -> Iterator[Doc]:
        """The docs with `kg_drafts`, in order; `batch_size` are under way in `threads` (default: every core)."""
        model_in(self.folder)
        with ThreadPoolExecutor(threads or cores()) as pool:
            under_way: deque[Any] = deque()
            for doc in stream:
                under_way.append(pool.submit(self, doc))
                if len(under_way) >= batch_size:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()


def read_doc(doc: Doc) -> Reading:
    """The doc as the model reads it; sets what that rests on if no component before has set it."""
    if doc._.kg_sentences is None:
        for step in (set_sentences, set_quotes, set_morphology, set_proposals):
            doc = step(doc)
    return features.read(doc.text, doc._.kg_sentences, doc._.kg_proposals, doc._.kg_pairing.pairs)


def set_entities(doc: Doc, folder: Path) -> Doc:
    """The doc with the names in it as `ents`, by the model in `folder`; entities of the user's own stay alone."""
    if doc.ents:
        return doc
    if doc._.kg_names is None:
        reading = read_doc(doc)
        found = model_in(folder).first_reading(reading, named=True).names if len(reading) else ()
        doc._.kg_names = _all_names(doc, reading, found)
    spans = (doc.char_span(span.start, span.end, label) for span, label in doc._.kg_names)
    doc.ents = [span for span in spans if span is not None]
    return doc


def _all_names(doc: Doc, reading: Reading, found: Sequence[Name]) -> tuple[Named, ...]:
    """The names found, and the listed outlets and the offices beside them."""
    outlets = listed.media(reading.words)
    tags = [word.tag for sentence in doc._.kg_sentences for word in sentence.words]
    offices = list(listed.offices(reading.words, tags))
    names = listed.together(found, outlets, [*listed.clear(reading.words, outlets), *offices])
    return tuple((reading.spans(range(name.first, name.last))[0], name.label) for name in names)


def named(texts: Iterable[str], folder: Path | None = None) -> Iterator[list[Named]]:
    """The names in each text, in order, by the model in `folder` or else in use.

    >>> [[label for _, label in found] for found in named(["Der Kremlsprecher sprach in Hannover mit Angela Merkel."])]
    [['OFFICE', 'LOC', 'PER']]
    """
    where = folder or model_folder()
    for text in texts:
        doc = set_entities(rules()(readable(text)), where)
        yield [(Span(ent.start_char, ent.end_char), ent.label_) for ent in doc.ents]


def model_name(nlp: Language | None = None) -> str:
    """The name of the model in `nlp`, or else in use, and the beginning of its hash, which tells two models apart."""
    own: Any = nlp.get_pipe("kg_attribution") if nlp is not None and "kg_attribution" in nlp.pipe_names else None
    return _model_name(own.folder if own else model_folder())


@cache
def _model_name(folder: Path) -> str:
    about = card(folder)
    return f"{about['name']} {digest(about)[:12]}"


@cache
def model_in(folder: Path) -> Model:
    """The model in a folder, loaded once."""
    return Model.load(folder)


def set_sentences(doc: Doc) -> Doc:
    """The doc with sentence starts, set in one go: one by one they cost time in the square of the length."""
    if not len(doc):
        return doc
    starts = iter([span.start for span in sentences(doc.text)])
    following = next(starts, None)
    values = np.full(len(doc), -1, dtype=np.int64)
    for token in doc:
        if token.i == 0 or (following is not None and token.idx + len(token) > following):
            values[token.i] = 1
        while following is not None and token.idx + len(token) > following:
            following = next(starts, None)
    column: Any = values.astype(np.uint64)
    return doc.from_array(["SENT_START"], column)


def set_quotes(doc: Doc) -> Doc:
    """The doc with `kg_pairing`."""
    doc._.kg_pairing = pair(doc.text)
    return doc


def set_morphology(doc: Doc) -> Doc:
    """The doc with tags and lemmas; those of a trained German pipeline before us stay."""
    if doc.has_annotation("TAG") and doc.has_annotation("LEMMA"):
        return doc
    for sent in doc.sents:
        tokens = [token for token in sent if not token.is_space]
        for token, analysis in zip(tokens, morphology.analyse([token.text for token in tokens]), strict=True):
            token.tag_, token.lemma_ = analysis.tag, analysis.lemma
    return doc


def set_proposals(doc: Doc) -> Doc:
    """The doc with `kg_sentences` and `kg_proposals`."""
    pairing: Pairing = doc._.kg_pairing
    found = read(doc, pairing.pairs)
    doc._.kg_sentences = tuple(found)
    proposals: tuple[Draft, ...] = tuple(attribute(doc.text, found, pairing.pairs))
    doc._.kg_proposals = proposals
    return doc


def assemble(nlp: Language | None = None, components: Sequence[str] = COMPONENTS) -> Language:
    """The German pipeline with our `components`; `nlp` keeps its own and gets those that it lacks."""
    pipeline = spacy.blank("de") if nlp is None else nlp
    for component in components:
        if component not in pipeline.pipe_names:
            pipeline.add_pipe(component, first=component == "kg_sentences" or None)
    return pipeline


def readable(text: str) -> str:
    """The text as spaCy can take it, code point for code point: no lone surrogate, no endless run of signs.

    A lone surrogate becomes U+FFFD; a run of a hundred signs or more becomes one word, since the tokenizer takes such a
    run apart in time that grows with the square of its length.

    >>> readable("Grüße" + chr(0xD83D)) == "Grüße" + chr(0xFFFD), len(readable("=" * 500))
    (True, 500)
    """
    return _SIGNS.sub(lambda run: "x" * len(run[0]), _SURROGATE.sub("\ufffd", text))


def default() -> Language:
    """The pipeline on a blank German one with the model in use, made once."""
    return _default(model_folder())


@cache
def _default(folder: Path) -> Language:
    return assemble()


@cache
def rules() -> Language:
    """The pipeline up to the proposals, without the model, made once."""
    return assemble(components=RULES)
