"""The registry of checks and running them on a store."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from kg import rdf
from kg.checks import CHECKS, INTEGRITY, chosen, run
from kg.errors import UsageError
from kg.records import Verdict
from kg.store import Store
from kg.vocab import VERDICTS


def test_without_names_all_checks_run() -> None:
    assert chosen() == tuple(CHECKS)


def test_a_name_twice_runs_once_and_in_the_order_of_the_registry() -> None:
    assert chosen(["single-source", "misattribution", "single-source"]) == ("misattribution", "single-source")


def test_an_unknown_name_is_refused_at_once() -> None:
    with pytest.raises(UsageError, match="no check named wahrsagen; there are contradiction, "):
        run(None, ["wahrsagen"])  # type: ignore[arg-type]


@pytest.mark.parametrize("name", CHECKS)
def test_every_check_says_what_it_does_at_what_cost_and_after_whom(name: str) -> None:
    doc = inspect.getdoc(CHECKS[name]) or ""
    assert all(word in doc for word in ("Definition:", "Algorithm:", "Cost:", "Source:"))


def test_what_is_wrong_with_the_graph_is_a_finding_if_it_is_asked_for(tmp_path: Path) -> None:
    whole = list(rdf.verdict_quads([Verdict("denial", ("urn:a",), True)]))
    with Store.create(tmp_path / "store") as store:
        store.replace(VERDICTS, whole)
        assert list(run(store, [INTEGRITY])) == []
        store.replace(VERDICTS, [quad for quad in whole if not quad.predicate.endswith("accepted")])
        (finding,) = run(store, [INTEGRITY])
        assert finding.check == INTEGRITY and "a verdict says" in finding.message
        assert list(run(store)) == []
