"""Time and memory of judging who is who: `python tests/benchmarks/identity.py [MENTIONS …]`, run by hand.

Mentions are invented names in several spellings and with typing errors, one identity for every twenty. Printed are
time, peak memory, and how the time grows against n log n: no ratio should be above 1 by much.
"""

from __future__ import annotations

import math
import random
import resource
import sys
from time import process_time

from kg.records import Entity, EntityKind
from kg.resolve import cluster, known
from kg.vocab import entity_iri

SIZES = (10_000, 100_000, 1_000_000)
PER_IDENTITY = 20
GIVEN, HEADS, MIDDLES, ENDS = (
    words.split()
    for words in (
        "Hanna Ole Katrin Kathrin Dmitri Sergej Jörg Änne Jochen Ulrike Hans-Peter Olena Wolodymyr Zoë Selim Birgit",
        "Bran Kühl Wel Mor Ols Pes Sel Law Tim Gor Win Har Lin Dub Nor Kas Bel Ros Tar Wid Fal Qua Rem Sto Ull Vog",
        "de ba no ri la su mi ko ge fa lo ne ta bu wi ha jo pe ra zi du me",
        "ow enko skij mann ert ing berg hoff ner sen au witsch els ke horst stein",
    )
)
ENGLISH = (("ow", "ov"), ("skij", "sky"), ("witsch", "vich"), ("W", "V"), ("Dmitri", "Dmitry"))


def identity(chance: random.Random) -> tuple[EntityKind, str]:
    """An invented person, or every fourth time a body."""
    surname = chance.choice(HEADS) + chance.choice(MIDDLES) + chance.choice(MIDDLES) + chance.choice(ENDS)
    if chance.random() < 0.25:
        return (
            EntityKind.ORGANISATION,
            f"{chance.choice(('Landesamt', 'Institut', 'Verein'))} {surname}-{chance.randrange(99)}",
        )
    return EntityKind.PERSON, f"{chance.choice(GIVEN)} {surname}"


def spelt(kind: EntityKind, name: str, chance: random.Random) -> Entity:
    """The name as one article has it: mostly right, else an initial, another table, no accents, a letter less."""
    way = chance.randrange(20)
    if way == 0 and kind is EntityKind.PERSON:
        name = f"{name[0]}. {name.split(' ', 1)[1]}"
    elif way == 1:
        for german, english in ENGLISH:
            name = name.replace(german, english)
    elif way == 2:
        name = name.replace("ü", "ue").replace("ä", "ae").replace("ö", "oe").replace("-", " ")
    elif way == 3:
        cut = chance.randrange(3, len(name))
        name = name[:cut] + name[cut + 1 :]
    return Entity(entity_iri(kind, name), name, kind)


def measure(mentions: int) -> tuple[float, int, int]:
    """Seconds of processor time, distinct names and names united, for so many mentions."""
    chance = random.Random(mentions)
    everyone = [identity(chance) for _ in range(mentions // PER_IDENTITY)]
    spoken = [spelt(*chance.choice(everyone), chance) for _ in range(mentions)]
    begun = process_time()
    found = cluster(spoken, known()[0])
    return process_time() - begun, len({each.id for each in spoken}), len(found.canonical)


def main(sizes: tuple[int, ...]) -> None:
    """Prints a line a size."""
    before: tuple[int, float] | None = None
    print("mentions  names     united    seconds  against n log n  peak MiB")
    for mentions in sizes:
        seconds, names, united = measure(mentions)
        ratio = "-"
        if before:
            grown = mentions * math.log(mentions) / (before[0] * math.log(before[0]))
            ratio = f"{seconds / before[1] / grown:.2f}"
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{mentions:<9} {names:<9} {united:<9} {seconds:7.2f}  {ratio:>15}  {peak:8}", flush=True)
        before = mentions, seconds


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
