"""Hypothesis strategies for every record, odd text included."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from hypothesis import strategies as st

from kg.records import (
    Article,
    Entity,
    EntityKind,
    Evidence,
    Extraction,
    ExtractionRun,
    Finding,
    Medium,
    Mention,
    Modality,
    Office,
    OffsetMap,
    Passage,
    Quantity,
    Run,
    Severity,
    Source,
    SourceStep,
    Span,
    SpeechType,
    Utterance,
    When,
)
from kg.vocab import entity_iri, finding_iri, run_iri, utterance_iri

odd_text = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "äöüß„“»«‚‘\"'\\\n\r\t\x00\x01\x1f\x7f\u2028\ufeff\ufffe\ud800\udfff\U0010f7ff\U0010f800\U0010ffff😀"
        ),
    ),
    max_size=30,
)
named = odd_text.filter(bool)
maybe = st.none() | odd_text


@st.composite
def spans(draw, length, most=3):
    cuts = sorted(draw(st.sets(st.integers(0, length), min_size=2, max_size=2 * most)))
    return tuple(Span(*pair) for pair in zip(cuts[::2], cuts[1::2], strict=False))


@st.composite
def passages(draw, text):
    return Passage.of(text, draw(spans(len(text))))


@st.composite
def entities(draw):
    kind, label = draw(st.sampled_from(EntityKind)), draw(odd_text)
    return Entity(entity_iri(kind, label), label, kind)


def offices(text):
    return st.builds(Office, odd_text, st.booleans(), passages(text))


def mentions(text):
    here = passages(text)
    common = (here, st.sampled_from(EntityKind), st.none() | here)
    unknown = st.builds(Mention, *common, st.none(), maybe)
    somebody = st.none() | entities()
    return unknown | st.builds(Mention, *common, entities(), maybe, st.none() | offices(text), somebody)


def steps(text):
    return st.builds(
        SourceStep, odd_text, st.sampled_from(EntityKind), st.none() | passages(text), st.none() | entities()
    )


quantities = st.builds(Quantity, st.none() | st.floats(allow_nan=False), maybe, maybe)


@st.composite
def whens(draw, text):
    start = draw(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
    days = (start, start + timedelta(draw(st.integers(1, 400))))
    ends = (datetime.combine(each, time(draw(st.integers(0, 23)))) for each in days)
    return When(*(each.isoformat() for each in ends), draw(passages(text)))


@st.composite
def utterances(draw, name, text):
    kind, quote = draw(st.sampled_from(SpeechType)), draw(passages(text))
    here = st.none() | passages(text)
    return Utterance(
        id=utterance_iri(name, kind, quote.spans),
        type=kind,
        quote=quote,
        medium=draw(st.sampled_from(Medium)),
        cue=draw(here),
        frame=draw(here),
        addressee=draw(here),
        speaker=draw(st.none() | mentions(text)),
        sources=tuple(draw(st.lists(steps(text), max_size=3))),
        negated=draw(st.booleans()),
        modality=draw(st.sampled_from(Modality)),
        mentions=tuple(draw(st.lists(odd_text, max_size=3))),
        quantities=tuple(draw(st.lists(quantities, max_size=2))),
        confidence=draw(st.floats(0, 1)),
        said=draw(st.none() | whens(text)),
    )


@st.composite
def findings(draw, text="Der Rhein steigt."):
    check = draw(st.sampled_from(["extract", "misattribution", "single-source"]))
    nodes = tuple(f"urn:knoten:{number}" for number in draw(st.lists(st.integers(0, 5), min_size=1, max_size=4)))
    evidence = draw(st.lists(st.builds(Evidence, st.sampled_from(["urn:a:1", "urn:a:2"]), passages(text)), max_size=3))
    return Finding(
        finding_iri(check, nodes),
        check,
        draw(st.sampled_from(Severity)),
        draw(odd_text),
        nodes,
        tuple(evidence),
        draw(odd_text),
        draw(st.none() | st.floats(0, 1)),
    )


runs = st.builds(
    lambda program, version, model, settings: ExtractionRun(
        run_iri(program, version, model, settings), program, version, model, settings
    ),
    odd_text,
    odd_text,
    odd_text,
    st.lists(st.tuples(odd_text, odd_text), max_size=3).map(tuple),
)

dates = st.one_of(
    st.none(),
    odd_text,
    st.dates().map(str),
    st.datetimes().map(lambda moment: moment.isoformat()),
    st.sampled_from(["2024", "2024-10", "2024-10-03T12:00:00+00:00", "2024-10-03 09:30", "2024-10-03T24:00:00"]),
)
urls = st.one_of(
    st.none(), odd_text, st.sampled_from(["https://blatt.example/a?b=1#c", "http://blatt.example/%zz", "ftp://x/ü"])
)


@st.composite
def articles(draw):
    text = draw(odd_text.filter(lambda words: len(words) > 1 and bool(words.strip())))
    sources = st.builds(Source, odd_text, odd_text, odd_text, maybe, st.none() | st.integers(1, 10**9))
    offsets = st.sampled_from([OffsetMap.identity(text), OffsetMap((Run(Span(0, 1), Span(7, 9)),))])
    return Article(
        id=f"urn:wortlaut:article:{draw(st.integers(0, 99)):x}",
        text=text,
        source=draw(sources),
        offsets=draw(offsets),
        url=draw(urls),
        headline=draw(maybe),
        outlet=draw(maybe),
        authors=tuple(draw(st.lists(odd_text, max_size=3))),
        published=draw(dates),
        language=draw(st.none() | st.sampled_from(["de", "de-AT", "Deutsch!", ""])),
    )


@st.composite
def extractions(draw):
    about = draw(articles())
    spoken = st.lists(utterances(about.id, about.text), max_size=3, unique_by=lambda made: made.id)
    noticed = st.lists(findings(about.text), max_size=2, unique_by=lambda made: made.id)
    return Extraction(about, tuple(draw(spoken)), draw(runs), tuple(draw(noticed)))
