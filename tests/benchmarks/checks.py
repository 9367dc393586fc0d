"""Checking a large graph: `python tests/benchmarks/checks.py [--again] [UTTERANCES …]`, run by hand.

The graph is generated: ten utterances an article, 200 speakers, 20 outlets, 30 agencies; every third claim is printed
twice or more, every fifth utterance came by an agency, every hundredth contradicts another. Printed are seconds of
processor time for the projection and for each check, the whole against n log n of the size before, and peak memory.

With `--again` every third utterance is a quotation, and what is printed is how long `kg check` takes, all that it keeps
included, on the whole and again after 1 % new articles, each with the seconds that pass on the clock; and whether the
findings are those of a run from scratch.
"""

from __future__ import annotations

import math
import random
import resource
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, process_time

from kg.checks import CHECKS, refresh, run
from kg.network import provenance
from kg.rdf import Literal, Quad, term
from kg.records import EntityKind, Relation, SpeechType
from kg.store import Store
from kg.vocab import AGENTS, KG, OA, PROV, RDF, SCHEMA, XSD

SIZES = (10_000, 100_000, 1_000_000)
EACH = 10
TYPE = RDF + "type"

SPEAKERS = [f"urn:person:{n}" for n in range(200)]
OUTLETS = [f"urn:outlet:{n}" for n in range(20)]
AGENCIES = [f"urn:agency:{n}" for n in range(30)]


def agents() -> Iterator[Quad]:
    kinds = ((SPEAKERS, EntityKind.PERSON), (OUTLETS, EntityKind.OUTLET), (AGENCIES, EntityKind.AGENCY))
    for names, kind in kinds:
        for name in names:
            yield Quad(name, TYPE, PROV + "Agent", AGENTS)
            yield Quad(name, KG + "entityKind", term(kind), AGENTS)
            yield Quad(name, SCHEMA + "name", Literal(name), AGENTS)


def article(
    number: int, chance: random.Random, count: int, *, quoted: bool = False
) -> Iterator[tuple[str, str, str | Literal]]:
    iri = f"urn:article:{number}"
    yield iri, TYPE, SCHEMA + "NewsArticle"
    yield iri, SCHEMA + "publisher", chance.choice(OUTLETS)
    yield iri, SCHEMA + "datePublished", Literal(f"2024-{1 + number % 12:02}-{1 + number % 28:02}", XSD + "date")
    for k in range(EACH):
        said = f"{iri}#{k}"
        about = chance.randrange(count * 2 // 3)
        yield said, TYPE, KG + "Utterance"
        yield said, KG + "inArticle", iri
        is_direct = quoted and chance.random() < 1 / 3
        yield said, KG + "speechType", term(SpeechType.DIRECT if is_direct else SpeechType.INDIRECT)
        yield said, KG + "wording", Literal(f"Der Pegel {about} an der Messstelle {about % 997} ist gestiegen")
        yield said, KG + "saidBy", chance.choice(SPEAKERS)
        yield said, SCHEMA + "interpretedAsClaim", f"urn:claim:{about}"
        yield f"urn:claim:{about}", TYPE, SCHEMA + "Claim"
        yield f"urn:claim:{about}", SCHEMA + "text", Literal(f"pegel {about}")
        yield said, KG + "quoteAt", f"{said}/quote"
        yield f"{said}/quote", OA + "hasSelector", f"{said}/at"
        yield f"{said}/at", OA + "start", Literal(str(k * 50), XSD + "integer")
        yield f"{said}/at", OA + "end", Literal(str(k * 50 + 40), XSD + "integer")
        if chance.random() < 0.2:
            yield said, PROV + "wasDerivedFrom", f"{said}/source"
            yield f"{said}/source", TYPE, KG + "SourceStep"
            yield f"{said}/source", KG + "position", Literal("0", XSD + "integer")
            yield f"{said}/source", "http://www.w3.org/2000/01/rdf-schema#label", Literal("Agentur")
            yield f"{said}/source", PROV + "wasAttributedTo", chance.choice(AGENCIES)
        if chance.random() < 0.01 and number:
            other = f"urn:article:{chance.randrange(number)}#{chance.randrange(EACH)}"
            yield f"{said}/relation", TYPE, KG + "Relation"
            yield f"{said}/relation", RDF + "_1", other
            yield f"{said}/relation", RDF + "_2", said
            yield f"{said}/relation", KG + "relation", term(Relation.CONTRADICTS)
            yield f"{said}/relation", KG + "kind", Literal("number")
            yield f"{said}/relation", KG + "score", Literal("0.9", XSD + "double")


def graphs(count: int, more: int = 0, *, quoted: bool = False) -> Iterator[tuple[str, list[Quad]]]:
    """The graphs of a size; with `more`, those of so many further articles alone."""
    chance = random.Random(count + more)
    if not more:
        yield AGENTS, list(agents())
    first = count // EACH
    for number in range(first, first + more) if more else range(first):
        name = f"urn:article:{number}"
        yield name, [Quad(*triple, name) for triple in article(number, chance, count, quoted=quoted)]


def again(count: int) -> None:
    """Prints how long the first run takes, and one after 1 % new articles."""
    with tempfile.TemporaryDirectory() as folder, Store.create(Path(folder) / "store") as store:
        store.load(graphs(count, quoted=True))
        took = []
        for more in (0, count // EACH // 100):
            if more:
                store.load(graphs(count, more, quoted=True))
            began, clock = process_time(), perf_counter()
            found = refresh(store)
            took.append((process_time() - began, perf_counter() - clock))
        (first, first_clock), (second, second_clock) = took
        same = "the same" if found == list(run(store)) else "OTHER FINDINGS"
        memory = store.checked.stat().st_size >> 20
    print(f"{count:,} utterances: {first:.1f} s ({first_clock:.1f}), {len(found):,} findings", flush=True)
    print(f"  after {more:,} new articles {second:.2f} s ({second_clock:.2f}), {second / first:.1%}", flush=True)
    print(f"  {same} as from scratch; {memory:,} MiB beside the store", flush=True)


def main(sizes: tuple[int, ...]) -> None:
    """Prints a line a size."""
    before: tuple[int, float] | None = None
    for count in sizes:
        with tempfile.TemporaryDirectory() as folder, Store.create(Path(folder) / "store") as store:
            store.load(graphs(count))
            began = process_time()
            graph = provenance(store)
            took = {"projection": process_time() - began}
            found = 0
            for name, check in CHECKS.items():
                began = process_time()
                found += sum(1 for _ in check(graph))
                took[name] = process_time() - began
        whole, ratio = sum(took.values()), ""
        if before:
            grown = count * math.log(count) / (before[0] * math.log(before[0]))
            ratio = f", {whole / before[1] / grown:.2f} of n log n"
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{count:,} utterances: {whole:.1f} s{ratio}, {found:,} findings, {peak:,} MiB", flush=True)
        print("  " + ", ".join(f"{name} {seconds:.1f}" for name, seconds in took.items()), flush=True)
        before = count, whole


if __name__ == "__main__":
    wanted = tuple(int(each) for each in sys.argv[1:] if each != "--again") or SIZES
    if "--again" in sys.argv:
        for size in wanted:
            again(size)
    else:
        main(wanted)
