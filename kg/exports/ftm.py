"""FollowTheMoney entities as JSON lines, for Aleph, OpenAleph and yente: one entity a line.

| of the store | schema |
| --- | --- |
| article version | `Article` |
| person | `Person` |
| body | `PublicBody` or `Company` where its name says so, else `Organization`, as outlets, agencies and platforms |
| document that is a source | `Document`, its title in place of the name of a file, which that must have |
| utterance | `Note`: the words, about the speaker (`entity`), proven by the article |
| who said it where | `Documentation` from article to speaker, with the words and the time |
| for whom a spokesperson speaks | `Representation` |
| station of a source chain | `UnknownLink` from the source to the utterance |
| relation of two utterances | `UnknownLink` between them |

Utterances and links have their `proof` (the article), `publisher` (the outlet) and `sourceUrl`. Sources without a name
are no entities, for programs that match by name would make one of them; an utterance says in its `notes` what they are
called. Ids follow from IRIs: `urn:wortlaut:person:3038…` is `wortlaut-person-3038…`; identities that were judged one
have the ids of the others as `referents`. Texts are cut where FollowTheMoney has a limit.
Source: https://followthemoney.tech/explorer/
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any, BinaryIO

from kg.exports.tables import Row, Table, tables
from kg.exports.tables.rows import ROWS, Raw
from kg.records import UNNAMED, EntityKind
from kg.store import Reader

DATASET = "wortlaut"
"""The dataset that every entity belongs to."""

Entity = dict[str, Any]
"""An entity as FollowTheMoney's JSON has it: id, schema, properties, datasets, referents."""

NAME, STRING, TEXT, URL = 384, 1024, 65_000, 4096
"""The most characters of a name, a string, a text and a URL. Source: followthemoney 4, `followthemoney/types/`."""

_LIMITS = {
    **dict.fromkeys(("name", "alias"), NAME),
    **dict.fromkeys(("description", "summary", "notes"), TEXT),
    "sourceUrl": URL,
}

_PUBLIC = re.compile(
    r"\w*(?:ministerium|amt|behörden?|gericht|gerichtshof|rechnungshof|polizei|anwaltschaft|regierung|kanzlei|landkreis"
    r"|verwaltung|gemeinde|parlament|landtag|bundestag|bundesrat|stadtrat|kreistag|senat|magistrat|armee|bundeswehr"
    r"|feuerwehr|kommission|zoll)",
    re.IGNORECASE,
)
_FORMS = re.compile(r"(?:gGmbH|GmbH|AG|SE|KG|KGaA|OHG|UG|eG|Inc\.?|Ltd\.?|Corp\.?|S\.A\.|N\.V\.|plc)", re.IGNORECASE)
_AFTER_HEAD = frozenset(
    ("an", "auf", "aus", "bei", "beim", "der", "des", "für", "gegen", "im", "in", "und", "vom", "von")
)
_SCHEMATA = {
    EntityKind.PERSON: "Person",
    EntityKind.OUTLET: "Organization",
    EntityKind.AGENCY: "Organization",
    EntityKind.PLATFORM: "Organization",
    EntityKind.DOCUMENT: "Document",
}


def write(store: Reader, out: BinaryIO) -> int:
    """How many entities of the store were written to `out`, each as it comes."""
    count = 0
    for entity in entities(store):
        out.write(json.dumps(entity, ensure_ascii=False).encode() + b"\n")
        count += 1
    return count


def entities(store: Reader) -> Iterator[Entity]:
    """The entities of the store's current article versions, those first that others point to, each once.

    The schemata of the identities and the URLs of the articles are in memory, all else is drawn as it is asked for.
    """
    known = tables(store)
    urls: dict[str, str] = {}
    for row in known["articles"]:
        urls[str(row["article"])] = str(row["url"] or "")
        yield _article(row)
    named: dict[str, str] = {}
    for row in known["speakers"]:
        if schema := schema_of(EntityKind(str(row["kind"])), str(row["name"] or "")):
            named[str(row["speaker"])] = schema
            yield _identity(row, schema, _members(known["speakers"], row))
    about: dict[str, Mapping[str, Any]] = {}
    for row in known["utterances"]:
        source = _source(row, urls)
        if row["steps"]:
            about[str(row["utterance"])] = source
        yield from _utterance(row, source, named)
    for row in known["chains"]:
        if row["source"] in named:
            yield _step(row, about[str(row["utterance"])])
    for raw in ROWS["relations"](known["relations"].view):
        yield _relation(raw, urls)


def schema_of(kind: EntityKind, name: str) -> str | None:
    """The schema of an identity; None for those that have no name of their own.

    >>> schema_of(EntityKind.ORGANISATION, "Landesamt für Wasserwirtschaft")
    'PublicBody'
    >>> schema_of(EntityKind.ORGANISATION, "Opposition im Landtag"), schema_of(EntityKind.ANONYMOUS, "ein Insider")
    ('Organization', None)
    """
    if kind in UNNAMED or not _clean(name, NAME):
        return None
    if kind is not EntityKind.ORGANISATION:
        return _SCHEMATA[kind]
    words = name.split()
    head = words[: next((at for at, word in enumerate(words) if word in _AFTER_HEAD), len(words))]
    if any(map(_FORMS.fullmatch, words)):
        return "Company"
    return "PublicBody" if any(map(_PUBLIC.fullmatch, head)) else "Organization"


def entity_id(iri: str, part: str = "") -> str:
    """The id of what an IRI names, or of a `part` of it; what no id can hold is hashed.

    >>> entity_id("urn:wortlaut:utterance:1cec09fa#source-0"), entity_id("urn:wortlaut:claim:1f", "said")
    ('wortlaut-utterance-1cec09fa-source-0', 'wortlaut-claim-1f-said')
    """
    plain = re.sub("[:#]", "-", iri.removeprefix("urn:"))
    if not re.fullmatch(r"[0-9A-Za-z](?:[0-9A-Za-z.-]*[0-9A-Za-z])?", plain):
        plain = f"{DATASET}-{hashlib.sha256(iri.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"
    return f"{plain}-{part}" if part else plain


def _members(speakers: Table, row: Row) -> list[str]:
    known = speakers.view.identities[str(row["speaker"])]
    return [each for each in known.members if each != row["speaker"]]


def _article(row: Row) -> Entity:
    known = {
        "title": row["headline"],
        "author": str(row["authors"] or "").split("; "),
        "publishedAt": _when(row["published"]) or row["date"],
        "publisher": row["outlet_name"],
        "sourceUrl": _web(row["url"]),
        "language": "deu" if str(row["language"]).startswith("de") else None,
        "fileName": row["file"],
        "retrievedAt": row["learned"],
    }
    return _entity(entity_id(str(row["article"])), "Article", known)


def _identity(row: Row, schema: str, members: Iterable[str]) -> Entity:
    kind = EntityKind(str(row["kind"]))
    names = ("title", "fileName") if schema == "Document" else ("name",)
    known = {
        **dict.fromkeys(names, row["name"]),
        "alias": str(row["other_names"] or "").split("; "),
        "wikidataId": row["wikidata"],
        "keywords": None if kind in (EntityKind.PERSON, EntityKind.ORGANISATION) else kind.value,
    }
    return _entity(entity_id(str(row["speaker"])), schema, known, [entity_id(each) for each in members])


def _source(row: Row, urls: Mapping[str, str]) -> Mapping[str, Any]:
    article = str(row["article"])
    return {
        "proof": entity_id(article),
        "publisher": row["outlet_name"],
        "sourceUrl": _web(urls.get(article)),
    }


def _utterance(row: Row, source: Mapping[str, Any], named: Mapping[str, str]) -> Iterator[Entity]:
    iri, speaker, principal = (str(row[name]) for name in ("utterance", "speaker", "on_behalf_of"))
    who = row["speaker_name"] or row["speaker_as_written"]
    words = {
        "description": row["wording"],
        "createdAt": row["date"],
        "keywords": [row["type"], row["modality"], "negated" if row["negated"] else None],
        "entity": entity_id(speaker) if speaker in named else None,
        "notes": f"Sprecher: {who}" if who and speaker not in named else None,
    }
    yield _entity(entity_id(iri), "Note", {**words, **source})
    if speaker not in named:
        return
    time = {"date": row["date"], "startDate": row["said_from"], "endDate": row["said_until"], "recordId": iri}
    said = {"document": source["proof"], "entity": entity_id(speaker), "role": row["type"], "summary": row["wording"]}
    yield _entity(entity_id(iri, "said"), "Documentation", {**said, **time, **source})
    if principal in named and "Document" not in (named[principal], named[speaker]):
        parties = {"agent": entity_id(speaker), "client": entity_id(principal), "role": row["office"]}
        yield _entity(entity_id(iri, "behalf"), "Representation", {**parties, **time, **source})


def _step(row: Row, source: Mapping[str, Any]) -> Entity:
    number = row["position"] + 1 if isinstance(row["position"], int) else ""
    known = {
        "subject": entity_id(str(row["source"])),
        "object": entity_id(str(row["utterance"])),
        "role": f"Quelle {number}{' (Ursprung)' if row['origin'] else ''}",
        "summary": row["evidence"] or row["label"],
        "recordId": row["step"],
    }
    return _entity(entity_id(str(row["step"])), "UnknownLink", {**known, **source})


def _relation(row: Raw, urls: Mapping[str, str]) -> Entity:
    articles = sorted({row["article"], row["other"]})
    known = {
        "subject": entity_id(str(row["left"])),
        "object": entity_id(str(row["right"])),
        "role": f"{row['type']}: {row['kind']}",
        "recordId": row["relation"],
        "proof": [entity_id(article) for article in articles],
        "sourceUrl": [_web(urls.get(article)) for article in articles],
    }
    return _entity(entity_id(str(row["relation"])), "UnknownLink", known)


def _entity(id: str, schema: str, known: Mapping[str, Any], referents: Iterable[str] = ()) -> Entity:
    listed = {name: value if isinstance(value, list) else [value] for name, value in known.items()}
    texts = {
        name: [text for value in values if (text := _clean(_written(value), _LIMITS.get(name, STRING)))]
        for name, values in listed.items()
    }
    properties = {name: values for name, values in texts.items() if values}
    return {
        "id": id,
        "schema": schema,
        "properties": properties,
        "datasets": [DATASET],
        "referents": sorted(referents),
    }


def _written(value: Any) -> str:
    """The value as a text; nothing for a day out of the years that FollowTheMoney takes."""
    if value is None or (isinstance(value, date) and not 1000 <= value.year < 3000):
        return ""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)


def _clean(text: str, limit: int) -> str:
    """The text in one line, without control characters, cut at the limit."""
    plain = " ".join(_CONTROL.sub(" ", text).split())
    return plain if len(plain) <= limit else plain[: limit - 1].rstrip() + "…"


_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


def _when(written: object) -> datetime | None:
    """The moment that an article was published, in UTC, if it says one with its zone."""
    try:
        moment = datetime.fromisoformat(str(written))
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None


def _web(url: object) -> str | None:
    return str(url) if _ADDRESS.fullmatch(str(url)) else None


_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+\.[A-Za-z]{2,}(?::\d+)?(?:[/?#][!-~]*)?")
