"""Relations over a store: found once, in any order, gone with their articles, and verifiable."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from graph_samples import said, story

from kg import claimed, relations
from kg.compare import comparer
from kg.errors import UsageError
from kg.records import Comparison, Relation, Span, SpeechType
from kg.store import Store
from kg.validate import validate, verify

FIRE = "Bei dem Brand seien sieben Menschen verletzt worden, sagte Hanna Vogt. Das Lager war leer."
FIRE_QUOTE = "Bei dem Brand seien sieben Menschen verletzt worden"
COUNT = "„Bei dem Brand wurden zwölf Menschen verletzt“, sagte Ole Thams."
COUNT_QUOTE = "„Bei dem Brand wurden zwölf Menschen verletzt“"
COPY = "„Bei dem Brand wurden zwölf Menschen verletzt“, sagte Ole Thams dem Blatt."
DENIED = "Das Amt habe versagt, sagte Hanna Vogt. Ole Thams wies den Vorwurf zurück."


def article(text, *quotes, by="Hanna Vogt", outlet="Nordblatt", published="2024-10-03", **more):
    told = [said(text, quote, by=by, type=kind) for quote, kind in quotes]
    return story(text, *told, outlet=outlet, published=published, **more)


def fire(**more):
    return article(FIRE, (FIRE_QUOTE, SpeechType.INDIRECT), **more)


def count(**more):
    return article(COUNT, (COUNT_QUOTE, SpeechType.DIRECT), by="Ole Thams", outlet="Südblatt", **more)


def copy():
    return article(COPY, (COUNT_QUOTE, SpeechType.DIRECT), by="Ole Thams", outlet="Ostblatt")


def filled(path, *batches):
    """A store to which the batches of articles came one after the other, with what was found after each."""
    with Store.create(path) as store:
        for batch in batches:
            for extraction in batch:
                store.add(extraction)
            relations.refresh(store, comparer())
            claimed.refresh(store)
    return path


def found(path):
    with Store.open(path) as store:
        return {
            (str(relation).rpartition("#")[2], str(kind.value), str(one.value), str(other.value))
            for relation, kind, one, other in store.query(
                """SELECT ?relation ?kind ?one ?other {
                  ?r a kg:Relation ; kg:relation ?relation ; kg:kind ?kind .
                  ?r rdf:_1/kg:wording ?one ; rdf:_2/kg:wording ?other
                }"""
            )
        }


def quads(path):
    """All quads but those that tell when something was learned."""
    with Store.open(path) as store:
        return {quad for quad in store.quads() if "ledger" not in quad.graph}


def test_relations_are_found_between_articles_and_every_selector_finds_its_words(tmp_path):
    store = filled(tmp_path / "s", [fire(), count(), copy()])
    told = found(store)
    assert {relation for relation, *_ in told} == {"Contradicts", "SameQuote"}
    assert len([1 for relation, *_ in told if relation == "Contradicts"]) == 2
    with Store.open(store) as opened:
        assert not list(verify(opened)) and not list(validate(opened))


def test_neither_the_order_of_articles_matters_nor_in_how_many_batches_they_come(tmp_path):
    articles = [fire(), count(), copy()]
    stores = [
        filled(tmp_path / f"{number}", *([each] for each in order))
        for number, order in enumerate(permutations(articles))
    ]
    at_once = filled(tmp_path / "once", articles)
    assert all(quads(store) == quads(at_once) for store in stores)


def test_what_was_compared_is_not_compared_again(tmp_path):
    class Counting:
        def __init__(self, inner):
            self.inner, self.calls = inner, 0

        def __getattr__(self, name):
            return getattr(self.inner, name)

        def __call__(self, a, b):
            self.calls += 1
            return self.inner(a, b)

    with Store.create(tmp_path / "s") as store:
        store.add(fire())
        store.add(count())
        compared = Counting(comparer())
        assert relations.refresh(store, compared) == 1 and compared.calls == 1
        assert relations.refresh(store, compared) == 0 and compared.calls == 1
        store.add(copy())
        assert relations.refresh(store, compared) == 2 and compared.calls == 3


def test_a_retracted_article_takes_its_relations_along(tmp_path):
    store = filled(tmp_path / "s", [fire(), count(), copy()])
    with Store.open(store, "w") as opened:
        opened.retract(count().article.id, "falsch")
        relations.refresh(opened, comparer())
    assert len(found(store)) == 1
    assert quads(store) >= quads(filled(tmp_path / "t", [fire(), copy()]))


def test_a_replaced_version_takes_its_relations_along(tmp_path):
    url = "https://blatt.example/brand"
    newer = article("Es habe keine Verletzten gegeben, sagte Hanna Vogt.", url=url)
    store = filled(tmp_path / "s", [fire(url=url), count()], [newer])
    assert found(store) == set()


def test_an_article_extracted_anew_is_compared_anew(tmp_path):
    store = filled(tmp_path / "s", [fire(), count(), copy()])
    made = count()
    other = replace(made, run=replace(made.run, id="urn:wortlaut:run:anew"), utterances=())
    with Store.open(store, "w") as opened:
        opened.add(other)
        relations.forget(opened)
    assert len(found(store)) == 1
    with Store.open(store, "w") as opened:
        opened.add(count())
        relations.refresh(opened, comparer())
        assert not list(validate(opened))
    assert len(found(store)) == 3


def test_another_model_compares_all_anew_and_leaves_nothing_of_the_one_before(tmp_path):
    store = filled(tmp_path / "s", [fire(), count(), copy()])

    class Other:
        name = "ein anderes Modell"
        vector = staticmethod(comparer().vector)

        def __call__(self, a, b):
            return Comparison(Relation.UPDATES, "state", 0.8, (Span(0, 3),), (Span(0, 3),))

    with Store.open(store, "w") as opened:
        assert relations.refresh(opened, Other()) == 3
        assert not list(validate(opened)) and not list(verify(opened))
    assert {relation for relation, *_ in found(store)} == {"Updates"}


@pytest.mark.parametrize(
    ("relation", "kind", "score", "cosine", "told"),
    [
        (Relation.CONTRADICTS, "number", 0.92, 0.8, 1),
        (Relation.CONTRADICTS, "number", 0.88, 0.8, 0),
        (Relation.CONTRADICTS, "number", 0.88, 0.95, 1),
        (Relation.CONTRADICTS, "number", 0.8, 0.95, 0),
        (Relation.CORROBORATES, "agreement", 0.92, 0.8, 0),
        (Relation.CORROBORATES, "agreement", 0.8, 0.95, 1),
        (Relation.CHANGED_POSITION, "reversal", 0.92, 0.8, 0),
        (Relation.UPDATES, "state", 0.92, 0.8, 0),
        (Relation.SAME_QUOTE, "ellipsis", 0.8, 0.8, 1),
    ],
)
def test_of_what_has_not_surely_one_matter_printings_and_sure_contradictions_are_told(
    tmp_path, relation, kind, score, cosine, told
):
    text = "Das Amt habe versagt, sagte Hanna Vogt. Die Miete steige im Herbst, sagte Hanna Vogt."

    class Sure:
        name = "ein Modell, das sich sicher ist"

        def vector(self, utterance):
            return np.array([1, 0] if "Amt" in utterance.text else [cosine, (1 - cosine**2) ** 0.5], dtype=np.float32)

        def __call__(self, a, b):
            return Comparison(relation, kind, score, (Span(0, 3),), (Span(0, 3),))

    quotes = ("Das Amt habe versagt", "Die Miete steige im Herbst")
    spoken = (said(text, quote, by="Hanna Vogt", type=SpeechType.INDIRECT) for quote in quotes)
    with Store.create(tmp_path / "s") as store:
        store.add(story(text, *spoken, outlet="Nordblatt"))
        assert relations.refresh(store, Sure()) == told


def test_a_bare_rejection_denies_what_stands_before_it(tmp_path):
    told = story(
        DENIED,
        said(DENIED, "Das Amt habe versagt", by="Hanna Vogt", type=SpeechType.INDIRECT),
        said(DENIED, "Ole Thams wies den Vorwurf zurück.", by="Ole Thams", type=SpeechType.REPORTED),
        outlet="Nordblatt",
    )
    assert {relation for relation, *_ in found(filled(tmp_path / "s", [told]))} == {"Denies"}


def test_two_utterances_are_found_by_words_of_theirs(tmp_path):
    store = filled(tmp_path / "s", [fire(), count(), copy()])
    with Store.open(store) as opened:
        left, _ = relations.find(opened, "sieben menschen verletzt", left_iri(opened, "Ostblatt"))
        assert left.said.speaker == "Hanna Vogt"
        with pytest.raises(UsageError, match="is in 3 utterances"):
            relations.find(opened, "bei dem Brand", "zwölf Menschen")
        with pytest.raises(UsageError, match="no utterance has the words"):
            relations.find(opened, "Pegel", "sieben")
        with pytest.raises(UsageError, match="both are one utterance"):
            relations.find(opened, "sieben", "Menschen verletzt worden")


def left_iri(store, outlet):
    return next(each.id for each in relations.utterances(store) if each.said.outlet == outlet)


PARAPHRASE = "„Bei dem Brand wurden zwölf Menschen wohl verletzt“, sagte Ole Thams."


def claims(path):
    with Store.open(path) as store:
        return {str(one): str(other) for one, other in store.query("SELECT ?a ?b { ?a kg:canonical ?b }")}


def test_wordings_of_one_quote_are_one_claim_until_a_person_says_otherwise(tmp_path):
    shorter = article(PARAPHRASE, (PARAPHRASE.split(",")[0], SpeechType.DIRECT), by="Ole Thams", outlet="Ostblatt")
    store = filled(tmp_path / "s", [count(), shorter])
    ((one, other),) = claims(store).items()
    with Store.open(store, "w") as opened:
        claimed.decide(opened, one, other, same=False)
    assert claims(store) == {}
    with Store.open(store, "w") as opened:
        claimed.refresh(opened)
        claimed.decide(opened, other, one, same=True)
    assert claims(store) == {one: other}
    with Store.open(store, "w") as opened, pytest.raises(UsageError, match="no claim"):
        claimed.decide(opened, one, "urn:wortlaut:claim:nowhere", same=True)
