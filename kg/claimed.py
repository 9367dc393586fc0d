"""Which wordings make one claim, over a whole store: judged anew from the relations in it, and decided by users.

As with identities (`kg.identify`), an article's graph keeps the claim of its own wording; beside it stands what users
decided, and one graph that leads from each claim to the one that stands for all, with score and reason of each pair.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.claims.cluster import united
from kg.errors import UsageError
from kg.rdf import Quad, judgement_quads, judgements, plain
from kg.records import Judgement
from kg.store import CURRENT, Reader, Store
from kg.vocab import CLAIMS, DECIDED_CLAIMS, KG

_SAME = """SELECT ?one ?other ?relation ?kind ?score {
  ?found a kg:Relation ; kg:relation ?relation ; kg:kind ?kind ; kg:score ?score ; rdf:_1 ?left ; rdf:_2 ?right .
  VALUES ?relation { kg:SameQuote kg:Corroborates }
  ?left schema:interpretedAsClaim ?one . ?right schema:interpretedAsClaim ?other . FILTER(?one != ?other)
}"""
_OLDEST = f"""SELECT ?claim (MIN(STR(?day)) AS ?first) {{
  ?utterance schema:interpretedAsClaim ?claim ; kg:inArticle ?article . {CURRENT}
  OPTIONAL {{ ?utterance kg:date ?day }}
}} GROUP BY ?claim"""
_IS_CLAIM = "ASK { $claim a schema:Claim }"


def refresh(store: Store) -> None:
    """Writes which claims are one, as far as it differs from what stands there."""
    _write(store, decided(store))


def decided(store: Reader) -> list[Judgement]:
    """What users decided about claims, oldest first."""
    return list(judgements(store.quads(DECIDED_CLAIMS)))


def decide(store: Store, one: str, other: str, *, same: bool) -> None:
    """Notes a user's judgement that two claims (IRIs) are one, or two, from now on; it outranks the program.

    Raises:
        UsageError: if one of them is no claim of the store, or both are the same.
    """
    for claim in (one, other):
        if not store.query(_IS_CLAIM, params={"claim": claim}):
            raise UsageError(f"no claim {claim} in this store; kg claims shows which there are")
    if one == other:
        raise UsageError(f"both are the claim {one}")
    made = Judgement.of(one, other, same, f"a user says that they are {'one' if same else 'two'}", float(same), "user")
    _write(store, [*(each for each in decided(store) if each.pair != made.pair), made])


def _write(store: Store, users: Sequence[Judgement]) -> None:
    reasons: dict[tuple[str, str], tuple[float, str]] = {}
    for one, other, relation, kind, score in store.query(_SAME):
        left, right = sorted((str(one), str(other)))
        told = float(plain(score or "0")), f"{str(relation).removeprefix(KG)}: {plain(kind or '')}"
        reasons[left, right] = max(told, reasons.get((left, right), told))
    groups = united({pair: score for pair, (score, _) in reasons.items()}, users)
    first = {str(claim): plain(day) if day else "9999" for claim, day in store.query(_OLDEST)}
    stands = {
        claim: min(group, key=lambda each: (first.get(each, "9999"), each)) for group in groups for claim in group
    }
    made = [
        Judgement.of(*pair, stands.get(pair[0], pair[0]) == stands.get(pair[1], pair[1]), reason, score)
        for pair, (score, reason) in sorted(reasons.items())
    ]
    new = {
        *judgement_quads(users, DECIDED_CLAIMS, numbered=True),
        *judgement_quads(made, CLAIMS),
        *(Quad(claim, KG + "canonical", other, CLAIMS) for claim, other in stands.items() if claim != other),
    }
    old = {quad for graph in (DECIDED_CLAIMS, CLAIMS) for quad in store.quads(graph)}
    if new != old:
        store.amend(sorted(old - new, key=str), sorted(new - old, key=str))
