"""Fact-checks as quads and back: each in a graph of its own; which claims they are about, in one beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.rdf.terms import TYPE, Literal, Object, Quad, date, double, encode, integer, plain, web_address
from kg.records import FactCheck, Match
from kg.vocab import KG, MATCHES, PROV, RDFS, SCHEMA, review_graph


def review_quads(check: FactCheck) -> Iterator[Quad]:
    """The named graph of a fact-check.

    >>> made = list(review_quads(FactCheck("urn:r", "Der Damm ist gebrochen", verdict="falsch")))
    >>> [quad.predicate.rpartition("/")[2] for quad in made if quad.subject == "urn:r"][2:]
    ['claimReviewed', 'itemReviewed', 'reviewRating']
    """
    graph = review_graph(check.id)
    for subject, predicate, value in dict.fromkeys(_review(check)):
        yield Quad(subject, predicate, value, graph)


def _review(check: FactCheck) -> Iterator[tuple[str, str, Object]]:
    node, item, rating, author = check.id, f"{check.id}#item", f"{check.id}#rating", f"{check.id}#author"
    yield node, TYPE, SCHEMA + "ClaimReview"
    yield node, TYPE, PROV + "Entity"
    yield node, SCHEMA + "claimReviewed", Literal(encode(check.claim))
    if check.url is not None:
        yield node, SCHEMA + "url", web_address(check.url)
    if check.published is not None:
        yield node, SCHEMA + "datePublished", date(check.published)
    if check.author is not None:
        yield node, SCHEMA + "author", author
        yield author, SCHEMA + "name", Literal(encode(check.author))
        if check.author_url is not None:
            yield author, SCHEMA + "url", web_address(check.author_url)
    yield node, SCHEMA + "itemReviewed", item
    yield item, TYPE, KG + "ReviewedClaim"
    if check.claimant is not None:
        yield item, KG + "claimant", Literal(encode(check.claimant))
    for name in check.names:
        yield item, KG + "namedClaim", web_address(name) if name.startswith("http") else Literal(encode(name))
    for address in check.appearances:
        yield item, SCHEMA + "appearance", web_address(address)
    numbers = {"ratingValue": check.value, "bestRating": check.best, "worstRating": check.worst}
    told = {name: number for name, number in numbers.items() if number is not None}
    if told or check.verdict is not None:
        yield node, SCHEMA + "reviewRating", rating
        yield rating, TYPE, SCHEMA + "Rating"
        for name, number in told.items():
            yield rating, SCHEMA + name, double(number)
        if check.verdict is not None:
            yield rating, SCHEMA + "alternateName", Literal(encode(check.verdict))


def match_quads(matches: Iterable[Match]) -> Iterator[Quad]:
    """The graph of which claims fact-checks are about, each match a node with score and reason."""
    numbers: dict[str, int] = {}
    for match in matches:
        number = numbers[match.review] = numbers.get(match.review, -1) + 1
        node = f"{match.review}#match-{number}"
        yield Quad(match.review, KG + "match", node, MATCHES)
        yield Quad(node, TYPE, KG + "Match", MATCHES)
        yield Quad(node, KG + "position", integer(number), MATCHES)
        yield Quad(node, KG + "matchedClaim", match.claim, MATCHES)
        yield Quad(node, KG + "score", double(match.score), MATCHES)
        yield Quad(node, RDFS + "comment", Literal(encode(match.reason)), MATCHES)


def fact_check(quads: Iterable[Quad]) -> FactCheck:
    """The fact-check whose graph `quads` are, its lists in alphabetical order.

    Raises:
        ValueError: if they are not the graph of one.
    """
    told: dict[str, dict[str, list[str]]] = {}
    for subject, predicate, value, _ in quads:
        told.setdefault(subject, {}).setdefault(predicate, []).append(plain(value))
    nodes = [node for node, about in told.items() if SCHEMA + "ClaimReview" in about.get(TYPE, ())]
    if len(nodes) != 1:
        raise ValueError(f"expected the graph of one fact-check, found {len(nodes)}")
    [node] = nodes

    def all_of(part: str, predicate: str) -> tuple[str, ...]:
        return tuple(sorted(told.get(f"{node}{part}", {}).get(predicate, ())))

    def one(part: str, predicate: str) -> str | None:
        return next(iter(all_of(part, predicate)), None)

    def number(name: str) -> float | None:
        value = one("#rating", SCHEMA + name)
        return None if value is None else float(value)

    return FactCheck(
        id=node,
        claim=one("", SCHEMA + "claimReviewed") or "",
        url=one("", SCHEMA + "url"),
        author=one("#author", SCHEMA + "name"),
        author_url=one("#author", SCHEMA + "url"),
        published=one("", SCHEMA + "datePublished"),
        verdict=one("#rating", SCHEMA + "alternateName"),
        value=number("ratingValue"),
        best=number("bestRating"),
        worst=number("worstRating"),
        claimant=one("#item", KG + "claimant"),
        names=all_of("#item", KG + "namedClaim"),
        appearances=all_of("#item", SCHEMA + "appearance"),
    )
