"""What a person says of a finding stays over new runs, and goes along when copies come and go."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import checks, rdf
from kg.checks.judged import judge, short, verdict_on, verdicts
from kg.errors import UsageError
from kg.records import Finding, Severity, Verdict
from kg.store import Store
from kg.validate import validate


def finding(*nodes: str, check: str = "contradiction") -> Finding:
    return Finding(f"urn:finding:{'-'.join(nodes)}{check}", check, Severity.NOTICE, "Neun gegen vier", nodes)


def test_a_verdict_is_kept_replaced_and_valid(tmp_path: Path) -> None:
    with Store.create(tmp_path / "store") as store:
        checks.keep(store, ["contradiction"], [finding("urn:a", "urn:b")])
        judge(store, short(finding("urn:a", "urn:b")), accepted=False, why="„verschiedene“ Brücken")
        assert verdicts(store) == [Verdict("contradiction", ("urn:a", "urn:b"), False, "„verschiedene“ Brücken")]
        judge(store, "contradiction", accepted=True)
        assert verdicts(store) == [Verdict("contradiction", ("urn:a", "urn:b"), True)]
        checks.keep(store, ["contradiction"], [])
        assert len(verdicts(store)) == 1
        assert not [each for each in validate(store) if "verdict" in each.message]


@pytest.mark.parametrize("meant", ["gibtsnicht", "contradiction"])
def test_no_finding_and_several_are_refused(tmp_path: Path, meant: str) -> None:
    with Store.create(tmp_path / "store") as store:
        checks.keep(store, ["contradiction"], [finding("urn:a", "urn:b"), finding("urn:a", "urn:c")])
        with pytest.raises(UsageError, match="kg check shows which there are"):
            judge(store, meant, accepted=True)


def test_a_verdict_goes_along_when_copies_come_or_go() -> None:
    said = Verdict("contradiction", ("urn:a", "urn:b"), False)
    assert verdict_on(finding("urn:a", "urn:b", "urn:copy"), [said]) is said
    assert verdict_on(finding("urn:a"), [said]) is said
    assert verdict_on(finding("urn:a", "urn:c"), [said]) is None
    assert verdict_on(finding("urn:a", "urn:b", check="denial"), [said]) is None


nodes = st.lists(st.sampled_from(["urn:a", "urn:b", "urn:c"]), min_size=1, unique=True).map(lambda n: tuple(sorted(n)))
made = st.builds(Verdict, st.sampled_from(["denial", "dead-end"]), nodes, st.booleans(), st.text())


@given(st.lists(made, unique_by=lambda each: (each.check, each.nodes)))
def test_verdicts_come_back_from_their_quads(some: list[Verdict]) -> None:
    assert set(rdf.verdicts(rdf.verdict_quads(some))) == set(some)
