"""The sample corpus holds together: texts, annotations, identities, relations and planted cases fit one another."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest

CORPUS = Path(__file__).resolve().parents[2] / "data" / "corpus"
ARTICLES = CORPUS / "articles"
GOLD = CORPUS / "gold"
STORIES = ("wasser", "klinik", "bruecke", "tarvonien")
SIDE_FILES = ("relations", "identities", "planted")

TYPES = {"Direct", "Indirect", "IndirectFreeIndirect", "FreeIndirect", "Reported"}
SPEAKER_KINDS = {"person", "organisation", "anonymous", "unknown"}
IDENTITY_KINDS = {"person", "organisation", "outlet", "agency", "document", "anonymous", "unknown"}
MODALITIES = {"asserted", "predicted", "promised", "demanded", "questioned", "denied"}
RELATIONS = {
    "contradicts",
    "denies",
    "changed_position",
    "updates",
    "corroborates",
    "same_quote_different_wording",
    "not_contradictory_although_similar",
}
DIFFERENCES = {"polarity", "number", "date", "actor", "place", "predicate", None}
CHECKS = {
    "misattribution",
    "single-source",
    "circular-sourcing",
    "self-contradiction",
    "quote-drift",
    "hedge-loss",
    "quote-promotion",
    "anonymous-only",
    "contradiction",
    "denial",
    "dead-end",
}

WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
MONTHS = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)
_DAY = "|".join(WEEKDAYS)
_DATE = rf"(?P<day>\d{{1,2}})\.\s(?P<month>{'|'.join(MONTHS)})(?:\s(?P<year>\d{{4}}))?"
DAY_THEN_DATE = re.compile(rf"\b(?P<name>{_DAY})(?:morgen|mittag|nachmittag|abend)?(?:,|\s\()?\s?(?:de[nmr]\s)?{_DATE}")
DATE_THEN_DAY = re.compile(rf"{_DATE}(?:,|\s\()\s?(?:ein(?:em)?\s)?(?P<name>{_DAY})\b")


def collapse(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def split(slug: str) -> tuple[dict[str, str], str]:
    """The front matter as raw strings, and the body."""
    _, header, body = (ARTICLES / f"{slug}.md").read_text(encoding="utf-8").split("---\n", 2)
    fields = (line.split(":", 1) for line in header.splitlines() if line.strip())
    return {key.strip(): value.strip().strip("\"'") for key, value in fields}, body


def load(name: str) -> Any:
    return json.loads((GOLD / f"{name}.json").read_text(encoding="utf-8"))


def story_of(slug: str) -> str:
    return slug.split("-", 1)[0]


def wrong_weekdays(text: str, year: int) -> list[str]:
    wrong = []
    for match in (*DAY_THEN_DATE.finditer(text), *DATE_THEN_DAY.finditer(text)):
        month = MONTHS.index(match["month"]) + 1
        day = dt.date(int(match["year"] or year), month, int(match["day"]))
        if WEEKDAYS[day.weekday()] != match["name"]:
            wrong.append(match[0])
    return wrong


SLUGS = sorted(path.stem for path in ARTICLES.glob("*.md"))
GOLD_SLUGS = sorted(path.stem for path in GOLD.glob("*.json") if story_of(path.stem) not in SIDE_FILES)
STATEMENT_IDS = {f"{slug}#{statement['id']}" for slug in GOLD_SLUGS for statement in load(slug)["statements"]}


def test_size_of_the_corpus() -> None:
    assert len(SLUGS) >= 40
    assert len({split(slug)[0]["outlet"] for slug in SLUGS}) >= 8
    assert {story_of(slug) for slug in SLUGS} == set(STORIES)


def test_every_article_has_a_gold_file_and_vice_versa() -> None:
    assert SLUGS == GOLD_SLUGS


def test_every_story_has_a_page_that_was_published_twice() -> None:
    for story in STORIES:
        second = [slug for slug in SLUGS if story_of(slug) == story and slug.endswith("-v2")]
        assert second, story
        for slug in second:
            (new, new_body), (old, old_body) = split(slug), split(slug.removesuffix("-v2"))
            assert new["url"] == old["url"]
            assert new["date"] > old["date"]
            assert collapse(new_body) != collapse(old_body)


def test_weekday_check_finds_a_wrong_day() -> None:
    assert wrong_weekdays("am Montag, dem 3. September", 2024)
    assert wrong_weekdays("am 3. September (Montag)", 2024)
    assert not wrong_weekdays("am Montag, 2. September 2024, und am Dienstagabend, 3. September", 2024)


@pytest.mark.parametrize("slug", SLUGS)
def test_article(slug: str) -> None:
    fields, body = split(slug)
    assert {"title", "outlet", "date", "url"} <= set(fields)
    published = dt.datetime.fromisoformat(fields["date"])
    assert dt.date(2024, 9, 1) <= published.date() <= dt.date(2024, 10, 31)
    assert re.match(r"https://www\.[a-z-]+\.example/", fields["url"])
    assert 120 <= len(body.split()) <= 500
    assert wrong_weekdays(collapse(body), published.year) == []


@pytest.mark.parametrize("slug", GOLD_SLUGS)
def test_gold_matches_the_front_matter(slug: str) -> None:
    fields, _ = split(slug)
    gold = load(slug)
    assert gold["file"] == f"{slug}.md"
    assert gold["outlet"] == fields["outlet"]
    assert gold["published"] == fields["date"]
    assert gold["author"] == fields.get("author")


@pytest.mark.parametrize("slug", GOLD_SLUGS)
def test_statements_stand_in_the_text(slug: str) -> None:
    body = collapse(split(slug)[1])
    for statement in load(slug)["statements"]:
        where = f"{slug}#{statement['id']}"
        quote = collapse(statement["quote"])
        assert quote in body, where
        for part in statement.get("quote_parts", []):
            assert collapse(part) in quote, where
        for field in ("speaker_text", "cue"):
            if statement[field] is not None:
                assert collapse(statement[field]) in body, (where, field)


@pytest.mark.parametrize("slug", GOLD_SLUGS)
def test_statement_fields(slug: str) -> None:
    statements = load(slug)["statements"]
    ids = [statement["id"] for statement in statements]
    assert ids == [f"s{number}" for number in range(1, len(ids) + 1)]
    for statement in statements:
        where = f"{slug}#{statement['id']}"
        assert statement["type"] in TYPES, where
        assert statement["speaker_kind"] in SPEAKER_KINDS, where
        assert (statement["speaker"] is None) == (statement["speaker_kind"] == "unknown"), where
        assert statement["modality"] in MODALITIES, where
        assert isinstance(statement["negated"], bool), where
        assert statement.get("nested_in") in (None, *ids), where
        assert statement.get("nested_in") != statement["id"], where
        if statement["type"] == "Direct":
            assert statement["quote"][0] in "„»\"‚'", where
            assert statement["quote"][-1] in "“«\"‘'", where
        if statement["type"] == "Indirect" and not statement.get("quote_parts"):
            assert not statement["quote"].endswith("."), where
        if statement["type"] == "IndirectFreeIndirect":
            assert statement["quote"].endswith((".", "?", "!")), where
            assert statement["cue"] is None, where
        for quantity in statement["quantities"]:
            assert set(quantity) == {"value", "unit", "qualifier"}, where


@pytest.mark.parametrize("slug", GOLD_SLUGS)
def test_labels_are_in_the_identities_of_the_story(slug: str) -> None:
    labels = {identity["label"] for identity in load(f"identities-{story_of(slug)}")}
    for statement in load(slug)["statements"]:
        named = {*(statement["speaker"] or "").split("; "), *statement["source_chain"]} - {""}
        assert named <= labels, (f"{slug}#{statement['id']}", named - labels)


@pytest.mark.parametrize("story", STORIES)
def test_identities(story: str) -> None:
    identities = load(f"identities-{story}")
    labels = [identity["label"] for identity in identities]
    assert len(labels) == len(set(labels))
    for identity in identities:
        assert identity["kind"] in IDENTITY_KINDS, identity["label"]
        for slug, forms in identity["mentions"].items():
            body = collapse(split(slug)[1])
            for form in forms:
                assert collapse(form) in body, (identity["label"], slug, form)


def test_a_label_has_one_kind_over_all_stories() -> None:
    kinds: dict[str, set[str]] = {}
    for story in STORIES:
        for identity in load(f"identities-{story}"):
            kinds.setdefault(identity["label"], set()).add(identity["kind"])
    assert {label: found for label, found in kinds.items() if len(found) > 1} == {}


@pytest.mark.parametrize("story", STORIES)
def test_relations(story: str) -> None:
    relations = load(f"relations-{story}")
    assert len(relations) >= 25
    assert sum(entry["relation"] == "not_contradictory_although_similar" for entry in relations) >= 8
    pairs = []
    for entry in relations:
        assert {entry["a"], entry["b"]} <= STATEMENT_IDS, entry
        assert entry["a"] != entry["b"], entry
        assert entry["relation"] in RELATIONS, entry
        assert entry["kind"] in DIFFERENCES, entry
        assert entry["why"], entry
        pairs.append((frozenset((entry["a"], entry["b"])), entry["relation"]))
    assert len(pairs) == len(set(pairs))


@pytest.mark.parametrize("story", STORIES)
def test_planted_cases(story: str) -> None:
    statements = {f"{slug}#{entry['id']}": entry for slug in GOLD_SLUGS for entry in load(slug)["statements"]}
    for case in load(f"planted-{story}"):
        assert case["check"] in CHECKS, case
        assert case["nodes"], case
        assert set(case["nodes"]) <= STATEMENT_IDS, case
        assert len(case["nodes"]) == len(set(case["nodes"])), case
        if case["check"] == "single-source":
            assert len({node.split("#")[0] for node in case["nodes"]}) >= 2, case
            ends = {(statements[node]["source_chain"] or [None])[-1] for node in case["nodes"]}
            assert len(ends) == 1, case
            assert None not in ends, case
