"""The registry of checks and running them on a store."""

from __future__ import annotations

import inspect

import pytest

from kg.checks import CHECKS, chosen, run
from kg.errors import UsageError


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
