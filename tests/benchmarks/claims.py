"""Comparing a whole store's utterances: `python tests/benchmarks/claims.py [UTTERANCES …]`, run by hand.

Utterances are invented, ten an article, forty articles a day. Each event has four places and is told by two articles;
of the second one's utterances one in ten contradicts one of the first in a figure, and one in ten repeats one. Printed
are processor time for each size, that against n log n of the size before, the pairs compared for each utterance, how
many of the planted pairs that the reader tells by themselves were found in the store, too, peak memory, and what 100
more articles cost, each of them against each of the first ones.
"""

from __future__ import annotations

import math
import random
import resource
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from kg import relations
from kg.compare import comparer
from kg.records import Relation, Said, SpeechType
from kg.store import Store

sys.path.insert(0, str(Path(__file__).parents[1] / "rdf"))
from graph_samples import said, story

SIZES = (10_000, 30_000, 100_000)
EACH, DAILY, TOLD = 10, 40, 2
HEADS, ENDS, THINGS, COUNTED, FIRST = (
    words.split()
    for words in (
        "Wel Bran Hal Kron Lin Wess Osten Elm Furt Grau Tarn Vesk Bodd Mühl Sand Rohr Kess Dorn Holt Riem Ahr Birk "
        "Drens Eich Fahr Gleis Heid Ingel Jahn Kall Lauch Mark Neun Ober Pferr Quern Rieds Stein Thal Ums Vils Wald "
        "Zell Zwing",
        "bach stadt ingen see berg hagen dorf au tal feld burg stein brück heim wald roda leben hofen wies rath büttel "
        "kamp moor weiler",
        "Brücke Klinik Schule Fabrik Werft Kaserne Bibliothek Sporthalle Kläranlage Mühle Molkerei Messe Kirche",
        "Risse Betten Bäume Stellen Anträge Boote Tonnen Verletzte Beschwerden Wohnungen Helfer Masten",
        "Hanna Ole Katrin Jörg Änne Jochen Ulrike Zoë Selim Birgit Anton Berta Cem Dörte Emil Frauke Gero Heike Ivo "
        "Jutta Kai Lena Malte Nina Oskar Petra Quirin Rita Sven Tilda Udo Vera Wim Xenia Yasin Zita Arne Britta Claas "
        "Dina Enno Fatma Götz Helga Ines Jan Karin Lars Mona Nils Olga Paul Ruth Silke Tom Uta Viktor Wiebke Yara",
    )
)

RELATED = "SELECT ?a ?b { ?r a kg:Relation ; rdf:_1/kg:wording ?a ; rdf:_2/kg:wording ?b }"

Plan = tuple[str, str, int]


def place(chance: random.Random) -> str:
    return chance.choice(HEADS) + chance.choice(ENDS)


def plan(chance: random.Random, where: str) -> Plan:
    """Somebody, what is counted at a place, and how many of it."""
    what = f"{place(chance)}{chance.choice(COUNTED).lower()} an der {where}"
    return f"{chance.choice(FIRST)} {place(chance)}er", what, chance.randrange(12, 900)


def sentence(made: Plan) -> str:
    _, what, count = made
    return f"Es gebe {count} {what}"


def uttered(made: Plan, day: date) -> Said:
    return Said(sentence(made), made[0], day.isoformat(), None, SpeechType.INDIRECT)


def articles(count: int, chance: random.Random, first: int = 0):
    """Articles with `count` utterances in all, and the pairs that were planted."""
    planted: list[tuple[tuple[Plan, date], tuple[Plan, date]]] = []
    made = []
    before: list[tuple[Plan, date]] = []
    places: list[str] = []
    for number in range(count // EACH):
        day = date(2024, 1, 1) + timedelta(days=(first + number) // DAILY)
        if number % TOLD == 0:
            before, places = [], [f"{place(chance)}er {place(chance)}{chance.choice(THINGS).lower()}" for _ in range(4)]
        told = []
        for _ in range(EACH):
            new = plan(chance, chance.choice(places))
            way = chance.random()
            if number % TOLD and way < 0.2:
                old, then = chance.choice(before)
                new = (new[0], old[1], old[2] * 3) if way < 0.1 else old
                planted.append(((old, then), (new, day)))
            told.append(new)
        before += [(each, day) for each in told]
        text = " ".join(f"{sentence(each)}, sagte {each[0]}." for each in told)
        quotes = [said(text, sentence(each), by=each[0], type=SpeechType.INDIRECT) for each in told]
        outlet = f"Blatt {number % 7}"
        made.append(
            story(text, *quotes, outlet=outlet, published=day.isoformat(), url=f"https://b.example/{first + number}")
        )
    return made, planted


def measure(count: int) -> None:
    chance = random.Random(count)
    made, planted = articles(count, chance)
    more, _ = articles(1000, chance, first=len(made))
    compare, counted = comparer(), [0]
    with tempfile.TemporaryDirectory() as folder, Store.create(Path(folder) / "store") as store:
        list(store.add_all(made))

        def progress(total: int):
            counted[0] = total
            return lambda: None

        began = time.process_time()
        relations.refresh(store, compare, progress)
        took, pairs = time.process_time() - began, counted[0]
        found = {
            frozenset((str(one.value), str(other.value)))
            for one, other in store.query(
                "SELECT ?a ?b { ?r a kg:Relation ; rdf:_1/kg:wording ?a ; rdf:_2/kg:wording ?b }"
            )
        }
        wanted = [(a, b) for a, b in planted if sentence(a[0]) != sentence(b[0]) or a[0][0] == b[0][0]]
        alone = [
            (a, b)
            for (a, on), (b, then) in wanted
            if compare(
                *(Said(sentence(p), p[0], d.isoformat(), None, SpeechType.INDIRECT) for p, d in ((a, on), (b, then)))
            ).relation
            is not Relation.NONE
        ]
        kept = sum(frozenset((sentence(a), sentence(b))) in found for a, b in alone)
        list(store.add_all(more))
        began = time.process_time()
        relations.refresh(store, compare)
        again = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    share = again / len(more) / (took / len(made))
    rate = took / (count * math.log(count))
    RATES.append(rate)
    print(
        f"{count:>9,} {took:>9.0f} s {rate / RATES[-2] if len(RATES) > 1 else 1.0:>8.2f} {pairs / count:>7.2f}"
        f" {kept:>6}/{len(alone)} of {len(planted)} {peak:>7} MiB {share:>6.2f}",
        flush=True,
    )


RATES: list[float] = []
"""Time by n log n of the sizes so far."""

if __name__ == "__main__":
    print("utterances      time  n log n  pairs/u  found/told of planted      peak  more")
    for size in map(int, sys.argv[1:] or SIZES):
        measure(size)
