"""What users say of findings: it stays over new runs of the checks."""

from __future__ import annotations

from collections.abc import Iterable

from kg import rdf
from kg.errors import UsageError
from kg.records import Finding, Verdict
from kg.store import Store
from kg.store.reader import Reader
from kg.vocab import VERDICTS, findings_graph

SHORT = 8
"""Last characters of a finding's IRI that are shown, and that are enough to mean it. Set by hand: 4 billion of them."""


def short(finding: Finding) -> str:
    """What a finding is called on the command line."""
    return finding.id[-SHORT:]


def verdicts(store: Reader) -> list[Verdict]:
    """What users have said of findings."""
    return list(rdf.verdicts(store.quads(VERDICTS)))


def verdict_on(finding: Finding, verdicts: Iterable[Verdict]) -> Verdict | None:
    """The verdict on a finding; of several the one that speaks of most of its nodes."""
    fitting = [each for each in verdicts if each.fits(finding)]
    return max(fitting, key=lambda each: len(set(each.nodes) & set(finding.nodes)), default=None)


def judge(store: Store, meant: str, *, accepted: bool, why: str = "") -> Finding:
    """The finding that is meant by its IRI or the end of it; the store has the verdict on it from now on.

    Raises:
        UsageError: if the store has no such finding, or several.
    """
    graphs = [graph for graph in store.graphs() if graph.startswith(findings_graph(""))]
    found = [each for graph in graphs for each in rdf.findings(store.quads(graph)) if each.id.endswith(meant)]
    if len(found) != 1:
        many = "several findings end" if found else "no finding ends"
        raise UsageError(f"{many} in {meant}; kg check shows which there are")
    (finding,) = found
    made = Verdict(finding.check, finding.nodes, accepted, why)
    kept = [each for each in verdicts(store) if not each.fits(finding)]
    store.replace(VERDICTS, rdf.verdict_quads([*kept, made]))
    return finding
