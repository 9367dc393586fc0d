"""The cases planted in the sample corpus: `python tests/checks/planted.py STORE` counts those that its findings hold.

The store is one of the sample corpus after `kg compare --all` and `kg check`.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from kg import rdf
from kg.checks import CHECKS
from kg.evaluate import gold, golddata
from kg.evaluate.system import Answer
from kg.store import CURRENT, Store
from kg.vocab import findings_graph

GOLD = Path(__file__).parents[2] / "data" / "corpus" / "gold"


def utterances(store: Store) -> dict[str, str]:
    """The utterances that were found, by the gold statement ("wasser-07-wesselbacher-bote#s1") that they are.

    Those of articles that a newer version has replaced are not among them.
    """
    sources = store.query(f"SELECT ?article ?file {{ ?article kg:sourceFile ?file . {CURRENT} }}")
    files = {file.value: str(article) for article, file in sources}
    known = {}
    for each in golddata.read(GOLD):
        if each.file not in files:
            continue
        answer = Answer.of(store.extraction(files[each.file]))
        for match in gold.match(each.statements, answer.utterances):
            known[f"{Path(each.file).stem}#{match.statement.id}"] = match.utterance.id
    return known


def cases(known: Mapping[str, str]) -> Iterator[tuple[str, set[str], int]]:
    """The planted cases: check, utterances of it that were found, and how many of them a finding must hold."""
    for path in sorted(GOLD.glob("planted-*.json")):
        for case in json.loads(path.read_text("utf-8")):
            found = {known[node] for node in case["nodes"] if node in known}
            yield case["check"], found, min(2, len(case["nodes"]))


def main(path: str) -> None:
    with Store.open(path) as store:
        planted = list(cases(utterances(store)))
        found = {name: list(rdf.findings(store.quads(findings_graph(name)))) for name in CHECKS}
    print("| check | planted | visible | found | findings |\n| --- | ---: | ---: | ---: | ---: |")
    for name, count in Counter(check for check, *_ in planted).items():
        own = [(nodes, least) for check, nodes, least in planted if check == name]
        visible = sum(len(nodes) >= least for nodes, least in own)
        hits = sum(any(len(nodes & set(each.nodes)) >= least for each in found[name]) for nodes, least in own)
        print(f"| {name} | {count} | {visible} | {hits} | {len(found[name])} |")


if __name__ == "__main__":
    main(sys.argv[1])
