"""The description of the API after OpenAPI 3.1, made from the routes themselves and the shapes below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from kg.records import EntityKind, Medium, Modality, Severity, SpeechType
from kg.web.api_lists import LIMIT, MOST
from kg.web.api_reading import RELATIONS

Json = dict[str, Any]


class Described(NamedTuple):
    """A route as the description tells it.

    `parameters` are names of `PARAMETERS`; `answer` is the name of a shape; `formats` are those that `format` may ask
    for besides JSON.
    """

    path: str
    summary: str
    answer: str
    parameters: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    method: str = "get"

    @property
    def listed(self) -> bool:
        """True if pages of what `answer` names come."""
        return self.path.count("/") == 1 and self.answer not in ("Summary", "Drawing")


JUDGING = Described(
    "/findings/{id}/judgement", "Says that a finding holds, or does not; it stays said.", "Finding", method="post"
)
"""The one route that changes something."""


TEXT: Json = {"type": "string"}
NUMBER: Json = {"type": "integer"}
REAL: Json = {"type": "number"}
TRUTH: Json = {"type": "boolean"}


def _one_of(values: Iterable[str]) -> Json:
    return {"type": "string", "enum": sorted(values)}


def _or_null(shape: Json) -> Json:
    return {"anyOf": [shape, {"type": "null"}]}


def _many(shape: Json) -> Json:
    return {"type": "array", "items": shape}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(**properties: Json) -> Json:
    """An object with these members and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _with(base: Json, **properties: Json) -> Json:
    return _object(**base["properties"], **properties)


_KINDS = _one_of({*(kind.value for kind in EntityKind), "claim", "article", "utterance", "source"})
_SPANS = _many({"type": "array", "items": NUMBER, "minItems": 2, "maxItems": 2})
_MAYBE = _or_null(TEXT)
_REFERENCE = _object(id=TEXT, label=TEXT, kind=_KINDS)
_MAYBE_REFERENCE = _or_null(_ref("Reference"))
_MARKED = _many(_object(words=TEXT, marked=TRUTH))
_CHANGED = _object(words=TEXT, change=_MAYBE)
_BRIEF = _object(
    id=TEXT,
    wording=TEXT,
    type=_one_of(SpeechType),
    date=_MAYBE,
    speaker=_MAYBE_REFERENCE,
    outlet=_MAYBE_REFERENCE,
    article=_MAYBE_REFERENCE,
    claim=_MAYBE,
)
_UTTERANCE = _with(
    _BRIEF,
    medium=_or_null(_one_of(Medium)),
    modality=_or_null(_one_of(Modality)),
    negated=TRUTH,
    confidence=_or_null(REAL),
    named=_MAYBE,
    cue=_MAYBE,
    addressee=_MAYBE,
    said=_MAYBE,
    said_from=_MAYBE,
    said_until=_MAYBE,
    sources=_many(_object(label=TEXT, kind=_KINDS)),
    spans=_SPANS,
)
_CLAIM = _object(id=TEXT, wording=TEXT, utterances=NUMBER, first=_MAYBE, outlets=_many(TEXT), speakers=_many(TEXT))
_SPEAKER = _object(
    id=TEXT, label=TEXT, kind=_KINDS, names=_many(TEXT), utterances=NUMBER, relayed=NUMBER, wikidata=_MAYBE
)
_ARTICLE = _object(
    id=TEXT, label=TEXT, date=_MAYBE, outlet=_MAYBE_REFERENCE, url=_MAYBE, file=_MAYBE, utterances=NUMBER
)
_STATION: Json = {"id": _MAYBE, "key": TEXT, "label": _MAYBE, "kind": _KINDS}

SCHEMAS: Mapping[str, Json] = {
    "Reference": _REFERENCE,
    "Speaker": _SPEAKER,
    "SpeakerPage": _with(
        _SPEAKER,
        first=_MAYBE,
        last=_MAYBE,
        roles=_many(TEXT),
        outlets=_many(_object(id=TEXT, label=TEXT, kind=_KINDS, utterances=NUMBER)),
        relations=_many(_ref("Relation")),
        findings=_many(_ref("Finding")),
    ),
    "Outlet": _object(id=TEXT, label=TEXT, articles=NUMBER, utterances=NUMBER),
    "Brief": _BRIEF,
    "Utterance": _UTTERANCE,
    "UtterancePage": _with(_UTTERANCE, road=_ref("Chain"), relations=_many(_ref("Relation"))),
    "Claim": _CLAIM,
    "Printing": _with(_UTTERANCE, parts=_many(_CHANGED), missing=_many(_CHANGED), changes=_many(TEXT)),
    "Origins": _object(
        least=NUMBER,
        most=NUMBER,
        outlets=NUMBER,
        roads=_many(
            _object(
                utterance=TEXT,
                article=_MAYBE_REFERENCE,
                outlet=_MAYBE_REFERENCE,
                date=_MAYBE,
                stations=_many(_object(**_STATION, evidence=_MAYBE)),
                origin=_object(**_STATION),
                copy_of=_MAYBE,
            )
        ),
    ),
    "ClaimPage": _with(
        _CLAIM,
        against_which=_MAYBE,
        printings=_many(_ref("Printing")),
        origins=_ref("Origins"),
        **{"for": _many(_ref("Relation"))},
        against=_many(_ref("Relation")),
        findings=_many(_ref("Finding")),
    ),
    "Chain": _with(
        _BRIEF,
        cue=_MAYBE,
        steps=_many(_object(label=TEXT, kind=_KINDS, evidence=_MAYBE, spans=_SPANS)),
        end=_object(label=_MAYBE, kind=_KINDS),
    ),
    "Relation": _object(
        id=TEXT, relation=_one_of(RELATIONS), how=TEXT, score=REAL, left=_ref("Brief"), right=_ref("Brief")
    ),
    "Finding": _object(
        id=TEXT,
        short=TEXT,
        check=TEXT,
        severity=_one_of(Severity),
        message=TEXT,
        english=TEXT,
        verdict=_or_null(_one_of(["accepted", "rejected"])),
        why=_MAYBE,
        about=_many(_ref("Reference")),
        evidence=_many(
            _object(
                article=_ref("Reference"),
                outlet=_MAYBE,
                date=_MAYBE,
                utterance=_MAYBE,
                speaker=_MAYBE_REFERENCE,
                parts=_MARKED,
            )
        ),
    ),
    "Article": _ARTICLE,
    "ArticlePage": _object(
        **{name: shape for name, shape in _ARTICLE["properties"].items() if name != "utterances"},
        authors=_many(TEXT),
        current=TRUTH,
        segments=_many(_object(words=TEXT, parts=_many({"type": "array", "items": TEXT}))),
        utterances=_many(_ref("Utterance")),
    ),
    "Hit": _object(
        kind=_one_of(["speaker", "outlet", "claim", "utterance", "article"]),
        id=TEXT,
        label=TEXT,
        parts=_MARKED,
        about=_MAYBE,
        date=_MAYBE,
        number=NUMBER,
    ),
    "Summary": _object(
        counts={"type": "object", "additionalProperties": NUMBER},
        first=_MAYBE,
        last=_MAYBE,
        checks={"type": "object", "additionalProperties": NUMBER},
        judging=TRUTH,
    ),
    "Drawing": _object(
        nodes=_many(
            _object(id=TEXT, label=TEXT, kind=_KINDS, weight=NUMBER, x=REAL, y=REAL),
        ),
        edges=_many(_object(source=TEXT, target=TEXT, kind=TEXT, weight=NUMBER)),
        left_out=NUMBER,
    ),
    "Query": _object(name=TEXT, title_de=TEXT, title_en=TEXT, text=TEXT),
    "Judgement": {
        "type": "object",
        "properties": {"verdict": _one_of(["accept", "reject"]), "why": TEXT},
        "required": ["verdict"],
        "additionalProperties": False,
    },
    "Problem": _object(title=TEXT, status=NUMBER, detail=TEXT),
}
"""The shapes of answers, as JSON Schema."""

PARAMETERS: Mapping[str, tuple[str, Json]] = {
    "id": ("The IRI of the thing.", TEXT),
    "q": ("Names, outlets, words, dates: all of them must fit.", TEXT),
    "kind": ("Only of this kind.", TEXT),
    "speaker": ("An IRI, or a name in any spelling.", TEXT),
    "outlet": ("An IRI, or a name.", TEXT),
    "from": ("From this day on.", {"type": "string", "examples": ["2024-09-01", "1.9.2024"]}),
    "to": ("Up to this day, which is included.", {"type": "string", "examples": ["2024-09-30"]}),
    "about": ("Words as in a search; a claim fits if one of its printings does.", TEXT),
    "claim": ("The IRI of a claim.", TEXT),
    "article": ("The IRI of an article.", TEXT),
    "type": ("How it is rendered.", _one_of(SpeechType)),
    "relation": ("Only these relations.", _one_of(RELATIONS)),
    "check": ("Only findings of this check.", TEXT),
    "severity": ("Only findings that are at least this grave.", _one_of(Severity)),
    "verdict": ("Only findings of which this was said.", _one_of(["open", "accepted", "rejected", "all"])),
    "against": ("The IRI of the printing that the others are compared with.", TEXT),
    "cursor": ("What the last page gave as `cursor`.", TEXT),
    "limit": ("Things on a page.", {"type": "integer", "minimum": 1, "maximum": MOST, "default": LIMIT}),
}
"""The parameters that routes take: what they mean, and their shape."""

MEDIA: Mapping[str, str] = {
    "csv": "text/csv",
    "jsonld": "application/ld+json",
    "graphml": "application/graphml+xml",
    "gexf": "application/gexf+xml",
}
"""The media types of files, by what `format` calls them."""


def document(routes: Iterable[Described]) -> Json:
    """The description of the API with these routes."""
    paths: dict[str, Json] = {}
    for each in routes:
        paths.setdefault(f"/api{each.path}", {})[each.method] = _operation(each)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Wortlaut",
            "version": "1",
            "description": "Who said what, where, and according to whom. Lists come in pages; `cursor` leads on.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": dict(SCHEMAS),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def shape(route: Described) -> Json:
    """The shape of a route's answer."""
    if not route.listed:
        return _ref(route.answer)
    return _object(items=_many(_ref(route.answer)), total=NUMBER, cursor=_MAYBE)


def _operation(route: Described) -> Json:
    answer = {"application/json": {"schema": shape(route)}}
    answer |= {MEDIA[name]: {"schema": TEXT} for name in route.formats}
    parameters = [_parameter(name, route) for name in _names(route)]
    problem = {"application/problem+json": {"schema": _ref("Problem")}}
    operation: Json = {
        "summary": route.summary,
        "operationId": f"{route.method}_{route.path.strip('/').replace('/', '_').replace('{', '').replace('}', '')}",
        "parameters": parameters,
        "responses": {
            "200": {"description": "What was asked for.", "content": answer},
            "default": {"description": "What is wrong.", "content": problem},
        },
    }
    if route.method == "post":
        operation["security"] = [{"token": []}]
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": _ref("Judgement")}},
        }
    return operation


def _names(route: Described) -> Iterable[str]:
    yield from (["id"] if "{id}" in route.path else [])
    yield from route.parameters
    yield from (["cursor", "limit"] if route.listed else [])
    yield from (["format"] if route.formats else [])


def _parameter(name: str, route: Described) -> Json:
    if name == "format":
        meaning, schema = "How it comes: JSON unless this says otherwise.", _one_of(["json", *route.formats])
    else:
        meaning, schema = PARAMETERS[name]
    place = "path" if name == "id" else "query"
    return {"name": name, "in": place, "required": name in ("id", "q"), "description": meaning, "schema": schema}
