"""Fact-checks as their publishers write them: schema.org ClaimReview in JSON-LD.

One object, a list, a `@graph`, a data feed, a page's whole JSON-LD, or JSON lines: whatever is a ClaimReview in it, at
any depth, is read. Nothing is fetched: names are taken for schema.org's whatever the context's address.

Source: https://schema.org/ClaimReview; https://developers.google.com/search/docs/appearance/structured-data/factcheck
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from kg.errors import InputError
from kg.imports.formats import opened
from kg.records import FactCheck
from kg.vocab import DATA, review_iri


def read(path: str) -> Iterator[FactCheck | InputError]:
    """The fact-checks in a file in their order; what cannot be read comes as an `InputError` in its place."""
    try:
        with opened(path) as file:
            text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        yield InputError("it is not UTF-8", path=path)
        return
    except InputError as error:
        yield error
        return
    found = 0
    for line, document in _documents(text, path):
        if isinstance(document, InputError):
            found += 1
            yield document
            continue
        for node in _reviews(document):
            found += 1
            try:
                yield _fact_check(node)
            except ValueError as error:
                yield InputError(str(error), path=path, line=line)
    if not found:
        yield InputError("there is no ClaimReview in it, nor a graph that kg export wrote", path=path)


def _documents(text: str, path: str) -> Iterator[tuple[int | None, Any]]:
    """The JSON documents with their lines, where each line is one; what is none comes as an `InputError`."""
    try:
        yield None, json.loads(text)
        return
    except RecursionError:
        yield None, InputError("nested too deeply", path=path)
        return
    except ValueError as error:
        whole = InputError(_reason(error), path=path, line=getattr(error, "lineno", None))
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    read = [(number, _document(line, path, number)) for number, line in lines]
    if any(not isinstance(document, InputError) for _, document in read) and len(lines) > 1:
        yield from read
    else:
        yield None, whole


def _document(line: str, path: str, number: int) -> Any:
    try:
        return json.loads(line)
    except RecursionError:
        return InputError("nested too deeply", path=path, line=number)
    except ValueError as error:
        return InputError(_reason(error), path=path, line=number)


def _reason(error: ValueError) -> str:
    return f"not JSON: {error.msg}" if isinstance(error, json.JSONDecodeError) else f"not JSON: {error}"


def _reviews(document: Any) -> Iterator[dict[str, Any]]:
    waiting = [document]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting += reversed(node)
        elif isinstance(node, dict):
            if "ClaimReview" in _types(node):
                yield node
            else:
                waiting += reversed(list(node.values()))


def _types(node: dict[str, Any]) -> list[str]:
    return [_local(each) for each in _listed(node.get("@type", node.get("type"))) if isinstance(each, str)]


def _fact_check(node: dict[str, Any]) -> FactCheck:
    items = [each for each in _all(node, "itemReviewed") if isinstance(each, dict)]
    rating = next((each for each in _all(node, "reviewRating") if isinstance(each, dict)), {})
    author = next(iter(_all(node, "author")), None)
    wordings = [*_texts(node, "claimReviewed"), *(text for each in items for text in _texts(each, "text", "name"))]
    if not wordings:
        raise ValueError("a ClaimReview that does not say which claim it is about (claimReviewed)")
    url = next(iter(_addresses(node, "url")), None) or _own(node)
    checker = next(iter(_texts(author, "name")), None) if isinstance(author, dict) else _text(author)
    places = [a for each in items for a in _addresses(each, "appearance", "firstAppearance", "url", "sameAs")]
    names = [*(iri for each in items if (iri := _own(each))), *(_text(each) for each in _all(node, "itemReviewed"))]
    return FactCheck(
        id=review_iri(url, checker, wordings[0]),
        claim=wordings[0],
        url=url,
        author=checker,
        author_url=next(iter(_addresses(author, "url", "sameAs")), None) if isinstance(author, dict) else None,
        published=next(iter(_texts(node, "datePublished")), None),
        verdict=next(iter(_texts(rating, "alternateName", "name", "ratingExplanation")), None),
        value=_number(rating, "ratingValue"),
        best=_number(rating, "bestRating"),
        worst=_number(rating, "worstRating"),
        claimant=next((name for each in items for by in _all(each, "author") for name in _names(by)), None),
        names=tuple(sorted({name for name in [*names, *places] if name and name.startswith(f"{DATA}claim:")})),
        appearances=tuple(sorted({place for place in places if not place.startswith(DATA)})),
    )


def _all(node: dict[str, Any], name: str) -> list[Any]:
    """The values of a property, however its name is written: `name`, `schema:name`, `https://schema.org/name`."""
    return [value for key, values in node.items() if _local(key) == name for value in _listed(values)]


def _local(name: str) -> str:
    return name.rpartition("/")[2].removeprefix("schema:")


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("@value")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value).strip() or None


def _texts(node: dict[str, Any], *names: str) -> list[str]:
    return [text for name in names for value in _all(node, name) if (text := _text(value))]


def _names(by: Any) -> list[str]:
    return _texts(by, "name") if isinstance(by, dict) else [text for text in [_text(by)] if text]


def _own(node: dict[str, Any]) -> str | None:
    return _text(node.get("@id", node.get("id")))


def _addresses(node: dict[str, Any], *names: str) -> list[str]:
    """The addresses that the properties lead to, whether they are written as texts or as things with an address."""
    found: list[str | None] = []
    for value in (value for name in names for value in _all(node, name)):
        if isinstance(value, dict) and "@value" not in value:
            found += [*_texts(value, "url"), _own(value)]
        else:
            found.append(_text(value))
    return [each for each in found if each]


def _number(node: dict[str, Any], name: str) -> float | None:
    for text in _texts(node, name):
        try:
            return float(text.replace(",", "."))
        except ValueError:
            continue
    return None
