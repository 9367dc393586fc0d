"""Real articles, if they are at hand: all boilerplate goes, and no annotated quotation is lost."""

import json
import re
from pathlib import Path

import pytest

from kg.corpus import read
from kg.corpus.clean import clean
from kg.records import Article

SHARED = Path(__file__).parents[3] / "shared"
ARTICLES = sorted((SHARED / "articles").glob("*.txt"))
WIKINEWS = SHARED / "corpora" / "wikinews-quotes" / "dev.jsonl"

needs_articles = pytest.mark.skipif(not ARTICLES, reason="../shared/articles is not there")


def gold(path: Path) -> dict[str, object]:
    return json.loads((path.parent / "gold" / f"{path.stem}.json").read_text(encoding="utf-8"))


def article(path: Path, *, clean: bool = True) -> Article:
    (found,) = read([path], clean=clean)
    assert isinstance(found, Article)
    return found


def joined(text: str) -> str:
    return " ".join(re.sub(r"(?<=\w)-\s*\n\s*(?=[a-zäöüß])", "", text).split())


@needs_articles
@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_all_boilerplate_goes(path: Path) -> None:
    paragraphs = article(path).text.split("\n\n")
    for junk in gold(path)["boilerplate"]:
        assert not [p for p in paragraphs if p == junk or (len(junk) > 12 and junk in p)]


@needs_articles
@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_no_quotation_is_lost(path: Path) -> None:
    text = " ".join(article(path).text.split())
    lost = [s["quote"] for s in gold(path)["statements"] if joined(s["quote"]) not in text]
    assert lost == []


@needs_articles
@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_only_what_the_text_says_is_known(path: Path) -> None:
    found, expected = article(path), gold(path)
    assert found.outlet == expected["outlet"]
    assert found.published == expected["published"]
    assert found.authors == ((expected["author"],) if expected["author"] else ())


@needs_articles
@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_without_cleaning_the_text_is_the_file(path: Path) -> None:
    assert article(path, clean=False).text == path.read_bytes().decode("utf-8")


@pytest.mark.skipif(not WIKINEWS.exists(), reason="../shared/corpora/wikinews-quotes is not there")
def test_next_to_nothing_of_well_kept_articles_is_dropped() -> None:
    dropped = total = 0
    for line in WIKINEWS.read_text(encoding="utf-8").splitlines():
        text = json.loads(line)["originalText"]
        dropped += sum(len(piece.text) for piece in clean(text).dropped)
        total += len(text)
    assert dropped / total < 0.001
