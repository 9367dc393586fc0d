"""The claims as schema.org JSON-LD, each with its printings and speakers, so that a ClaimReview can be put around it.

A `Claim` can stand as `itemReviewed` of a ClaimReview as it is. Its `author`s are those who are said to have made it;
each printing is an utterance (`Quotation` if it is verbatim) that `interpretedAsClaim` leads from, with its article,
speaker and origin. Article versions that a newer one replaces are left out. The context stands in the document, so that
nothing needs to be fetched.

Source: https://schema.org/Claim; https://schema.org/interpretedAsClaim; PROV-O, https://www.w3.org/TR/prov-o/
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import IO, Any

from kg.rdf import Literal, Object, plain
from kg.store import CURRENT
from kg.store.reader import Reader
from kg.vocab import KG, PROV, SCHEMA, XSD

CONTEXT: dict[str, Any] = {
    "@vocab": SCHEMA,
    "prov": PROV,
    "kg": KG,
    "id": "@id",
    "type": "@type",
    "url": {"@type": "@id"},
    "datePublished": {"@type": XSD + "date"},
    "firstAppearance": {"@type": "@id"},
    "printings": {"@reverse": "interpretedAsClaim"},
    "speechType": {"@id": "kg:speechType", "@type": "@id"},
    "wasAttributedTo": {"@id": "prov:wasAttributedTo", "@type": "@id"},
    "hadPrimarySource": {"@id": "prov:hadPrimarySource", "@type": "@id"},
    "wasDerivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
}
"""The context of the document: plain names are schema.org's."""

_CLAIMS = f"""SELECT DISTINCT ?claim {{
  ?utterance schema:interpretedAsClaim ?worded ; kg:inArticle ?article . {CURRENT}
  OPTIONAL {{ ?worded kg:canonical ?stands }} BIND(COALESCE(?stands, ?worded) AS ?claim)
}} ORDER BY ?claim"""

_PRINTINGS = f"""SELECT DISTINCT ?claim ?utterance ?wording ?type ?article ?url ?headline ?published ?outlet ?printer
  ?speaker ?name ?class ?origin ?label {{
  VALUES ?claim {{ %s }}
  {{ ?utterance schema:interpretedAsClaim ?claim }}
  UNION {{ ?worded kg:canonical ?claim . ?utterance schema:interpretedAsClaim ?worded }}
  ?utterance kg:inArticle ?article ; kg:wording ?wording ; kg:speechType ?type . {CURRENT}
  OPTIONAL {{ ?article schema:url ?url }}
  OPTIONAL {{ ?article schema:headline ?headline }}
  OPTIONAL {{ ?article schema:datePublished ?published }}
  OPTIONAL {{ ?article schema:publisher ?outlet . ?outlet schema:name ?printer }}
  OPTIONAL {{ ?utterance prov:hadPrimarySource ?origin . ?origin rdfs:label ?label }}
  OPTIONAL {{
    ?utterance kg:saidBy ?voice . OPTIONAL {{ ?voice kg:canonical ?other }} BIND(COALESCE(?other, ?voice) AS ?speaker)
    ?speaker schema:name ?name .
    OPTIONAL {{ VALUES ?class {{ schema:Person schema:Organization schema:NewsMediaOrganization }} ?speaker a ?class }}
  }}
}} ORDER BY ?claim ?published ?article ?utterance ?name"""

BATCH = 500
"""Claims that one query asks about. Set by hand."""

_Row = dict[str, Any]


def write(store: Reader, out: IO[bytes]) -> int:
    """The number of claims, after they are written to `out` one after the other, by their IRIs."""
    out.write(b'{"@context": ' + json.dumps(CONTEXT).encode() + b',\n"@graph": [')
    number = 0
    for number, claim in enumerate(claims(store), 1):
        out.write((b",\n" if number > 1 else b"\n") + json.dumps(claim, ensure_ascii=False).encode())
    out.write(b"\n]}\n")
    return number


def claims(store: Reader) -> Iterator[_Row]:
    """The claims as JSON-LD objects for `CONTEXT`, lazily."""
    listed = [str(claim) for (claim,) in store.query(_CLAIMS)]
    for start in range(0, len(listed), BATCH):
        wanted = " ".join(f"<{claim}>" for claim in listed[start : start + BATCH])
        answer = store.query(_PRINTINGS % wanted)
        rows = (dict(zip(answer.variables, cells, strict=True)) for cells in answer)
        for claim, printed in groupby(rows, key=lambda row: str(row["claim"])):
            yield _claim(claim, list(printed))


def _claim(claim: str, rows: Sequence[_Row]) -> _Row:
    articles = {row["article"]: _article(row) for row in rows}
    speakers = {row["speaker"]: _speaker(row) for row in rows if row["speaker"]}
    printings = {row["utterance"]: _printing(row) for row in rows}
    first = min((row for row in rows if row["published"]), key=lambda row: plain(row["published"]), default=None)
    return {
        "id": claim,
        "type": "Claim",
        "text": plain(rows[0]["wording"]),
        "author": list(speakers.values()),
        "appearance": list(articles.values()),
        **({"firstAppearance": first["article"]} if first else {}),
        "printings": list(printings.values()),
    }


def _article(row: _Row) -> _Row:
    known = {
        "url": row["url"] if not isinstance(row["url"], Literal) else None,
        "headline": _words(row["headline"]),
        "datePublished": _date(row["published"]),
        "publisher": {"id": row["outlet"], "type": "NewsMediaOrganization", "name": _words(row["printer"])}
        if row["outlet"]
        else None,
    }
    return {"id": row["article"], "type": ["NewsArticle", "prov:Entity"]} | {
        name: value for name, value in known.items() if value
    }


def _speaker(row: _Row) -> _Row:
    kinds = [str(row["class"]).removeprefix(SCHEMA)] if row["class"] else []
    return {"id": row["speaker"], "type": [*kinds, "prov:Agent"], "name": _words(row["name"])}


def _printing(row: _Row) -> _Row:
    direct = row["type"] == KG + "Direct"
    known = {
        "isPartOf": {"id": row["article"]},
        "wasDerivedFrom": row["article"],
        "spokenByCharacter": {"id": row["speaker"]} if direct and row["speaker"] else None,
        "wasAttributedTo": row["speaker"],
        "hadPrimarySource": {"id": row["origin"], "type": "prov:Entity", "name": _words(row["label"])}
        if row["origin"]
        else None,
        "speechType": row["type"],
    }
    kinds = ["Quotation", "prov:Entity"] if direct else ["CreativeWork", "prov:Entity"]
    told = {"id": row["utterance"], "type": kinds, "text": plain(row["wording"])}
    return told | {name: value for name, value in known.items() if value}


def _words(value: Object | None) -> str | None:
    return None if value is None else plain(value)


def _date(value: Object | None) -> Any:
    if not isinstance(value, Literal):
        return None
    if value.datatype in (None, XSD + "date"):
        return value.value if value.datatype else {"@value": plain(value)}
    return {"@type": value.datatype, "@value": value.value}
