"""The cases that were planted in the sample corpus, looked for in what the whole way through the house makes of it."""

import json
import shutil
from pathlib import Path

import pytest

from kg import checks
from kg.evaluate import gold, golddata
from kg.evaluate.system import Answer
from kg.store import Store

CORPUS = Path(__file__).parents[2] / "data" / "corpus"


@pytest.fixture(scope="module")
def store(sample_store, tmp_path_factory):
    with Store.open(shutil.copytree(sample_store, tmp_path_factory.mktemp("planted") / "store")) as store:
        yield store


@pytest.fixture(scope="module")
def utterances(store) -> dict[str, str]:
    """The utterances that were found, by the gold statement ("wasser-07-wesselbacher-bote#s1") that they are."""
    files = {file.value: str(article) for article, file in store.query("SELECT ?a ?f { ?a kg:sourceFile ?f }")}
    known = {}
    for each in golddata.read(CORPUS / "gold"):
        answer = Answer.of(store.extraction(files[each.file]))
        for match in gold.match(each.statements, answer.utterances):
            known[f"{Path(each.file).stem}#{match.statement.id}"] = match.utterance.id
    return known


def count(store, utterances: dict[str, str], check: str) -> tuple[int, int, int]:
    """The planted cases of a check of which a finding holds two utterances, all planted ones, and all findings."""
    found = list(checks.run(store, [check]))
    cases = [
        case
        for path in sorted((CORPUS / "gold").glob("planted-*.json"))
        for case in json.loads(path.read_text("utf-8"))
    ]
    wanted = [{utterances.get(node) for node in case["nodes"]} - {None} for case in cases if case["check"] == check]
    hits = sum(any(len(nodes & set(finding.nodes)) > 1 for finding in found) for nodes in wanted)
    return hits, len(wanted), len(found)


def test_every_planted_misattribution_is_found_and_nothing_else(store, utterances):
    assert count(store, utterances, "misattribution") == (4, 4, 4)


def test_most_claims_that_rest_on_one_agency_are_found(store, utterances):
    hits, wanted, _ = count(store, utterances, "single-source")
    assert wanted == 30 and hits >= 20
