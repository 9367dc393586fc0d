"""Checking a large graph: `python tests/benchmarks/checks.py [UTTERANCES …]`, run by hand.

The graph is generated: ten utterances an article, 200 speakers, 20 outlets, 30 agencies; every third claim is printed
twice or more, every fifth utterance came by an agency, every hundredth contradicts another. Printed are seconds of
processor time for the projection and for each check, the whole against n log n of the size before, and peak memory.
"""

from __future__ import annotations

import math
import random
import resource
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import process_time

from kg.checks import CHECKS
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


def article(number: int, chance: random.Random, count: int) -> Iterator[tuple[str, str, str | Literal]]:
    iri = f"urn:article:{number}"
    yield iri, TYPE, SCHEMA + "NewsArticle"
    yield iri, SCHEMA + "publisher", chance.choice(OUTLETS)
    yield iri, SCHEMA + "datePublished", Literal(f"2024-{1 + number % 12:02}-{1 + number % 28:02}", XSD + "date")
    for k in range(EACH):
        said = f"{iri}#{k}"
        about = chance.randrange(count * 2 // 3)
        yield said, TYPE, KG + "Utterance"
        yield said, KG + "inArticle", iri
        yield said, KG + "speechType", term(SpeechType.INDIRECT)
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


def graphs(count: int) -> Iterator[tuple[str, list[Quad]]]:
    chance = random.Random(count)
    yield AGENTS, list(agents())
    for number in range(count // EACH):
        name = f"urn:article:{number}"
        yield name, [Quad(*triple, name) for triple in article(number, chance, count)]


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
    main(tuple(map(int, sys.argv[1:])) or SIZES)
