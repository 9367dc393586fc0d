"""The cases that were planted in the sample corpus, looked for in what the whole way through the house makes of it."""

import shutil

import pytest
from planted import cases, utterances

from kg import checks
from kg.store import Store


@pytest.fixture(scope="module")
def store(sample_store, tmp_path_factory):
    with Store.open(shutil.copytree(sample_store, tmp_path_factory.mktemp("planted") / "store")) as store:
        yield store


@pytest.fixture(scope="module")
def known(store) -> dict[str, str]:
    return utterances(store)


def count(store, known: dict[str, str], check: str) -> tuple[int, int, int]:
    """The planted cases of a check that a finding holds, all planted ones, and all findings."""
    found = list(checks.run(store, [check]))
    wanted = [(nodes, least) for name, nodes, least in cases(known) if name == check]
    hits = sum(any(len(nodes & set(finding.nodes)) >= least for finding in found) for nodes, least in wanted)
    return hits, len(wanted), len(found)


def test_every_planted_misattribution_is_found_and_nothing_else(store, known):
    assert count(store, known, "misattribution") == (4, 4, 4)


def test_most_claims_that_rest_on_one_agency_are_found(store, known):
    hits, wanted, _ = count(store, known, "single-source")
    assert wanted == 30 and hits >= 20
