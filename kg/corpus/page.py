"""An HTML page as a reader sees it: its visible text with offsets into the source, and what it says about itself."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from kg.corpus.named import metadata_of
from kg.corpus.offsets import Traced, Tracer
from kg.corpus.raw import Metadata, words

_UNSEEN = words("script style noscript template svg math iframe object select title textarea")
_BLOCKS = words(
    "address article aside blockquote br button caption dd details div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 "
    "h4 h5 h6 header hr label li main nav ol option p pre section summary table tbody td tfoot th thead tr ul"
)
_ARTICLE_TYPES = words(
    "Article NewsArticle ReportageNewsArticle AnalysisNewsArticle OpinionNewsArticle BackgroundNewsArticle "
    "ReviewNewsArticle "
    "AskPublicNewsArticle LiveBlogPosting BlogPosting Report SocialMediaPosting"
)
_META = {
    "og:title": "headline",
    "og:site_name": "outlet",
    "dc.publisher": "outlet",
    "publisher": "outlet",
    "author": "author",
    "dc.creator": "author",
    "article:published_time": "date",
    "date": "date",
    "dc.date": "date",
    "dc.date.issued": "date",
    "datepublished": "date",
    "og:url": "url",
}


@dataclass(slots=True)
class Page:
    """What was found on a page: `visible` text, metadata from tags, JSON-LD objects."""

    visible: Traced
    fields: dict[str, object] = field(default_factory=dict)
    linked: list[object] = field(default_factory=list)

    @property
    def metadata(self) -> Metadata:
        """What the page states about its article: JSON-LD first, then the meta tags."""
        article = next((item for item in _objects(self.linked) if _is_article(item)), {})
        stated = metadata_of(_schema_org(article))
        tagged = metadata_of(self.fields)
        return Metadata(
            url=tagged.url or stated.url,
            headline=stated.headline or tagged.headline,
            outlet=stated.outlet or tagged.outlet,
            authors=stated.authors or tagged.authors,
            published=stated.published or tagged.published,
            language=stated.language or tagged.language,
        )


def parse(source: str) -> Page:
    """The page in `source`; broken HTML gives what a lenient parser makes of it.

    >>> parse("<p>Gr&ouml;&szlig;er <b>als</b> je</p>").visible.text.strip()
    'Größer als je'
    """
    parser = _Parser(source)
    parser.feed(source)
    parser.close()
    return Page(parser.tracer.done(), parser.fields, list(_linked(parser.linked)))


class _Parser(HTMLParser):
    """Collects visible text with its offsets; `html.parser` counts lines by line feeds only, so do we."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self.tracer = Tracer()
        self.fields: dict[str, object] = {}
        self.linked: list[str] = []
        self._source = source
        self._lines = [0, *(at + 1 for at, char in enumerate(source) if char == "\n")]
        self._unseen: list[str] = []
        self._json = False

    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag in _BLOCKS:
            self.tracer.add("\n")
        if tag in _UNSEEN:
            self._unseen.append(tag)
            self._json = tag == "script" and "ld+json" in named.get("type", "")
        self._note(tag, named)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.tracer.add("\n")
        self._note(tag, {name: value or "" for name, value in attrs})

    def _note(self, tag: str, named: Mapping[str, str]) -> None:
        if tag == "meta":
            key = _META.get((named.get("property") or named.get("name") or named.get("itemprop") or "").lower())
            if key and named.get("content"):
                self.fields.setdefault(key, named["content"])
        elif tag == "link" and named.get("rel", "").lower() == "canonical" and named.get("href"):
            self.fields["url"] = named["href"]
        elif tag == "html" and named.get("lang"):
            self.fields["language"] = named["lang"]

    def handle_endtag(self, tag: str) -> None:
        if tag in self._unseen:
            while self._unseen.pop() != tag:
                pass
        if tag in _BLOCKS:
            self.tracer.add("\n")

    def handle_data(self, data: str) -> None:
        if self._json and self._unseen:
            self.linked.append(data)
        if not self._unseen:
            start = self._at()
            self.tracer.keep(data, start, start + len(data))

    def handle_entityref(self, name: str) -> None:
        self._reference("&" + name)

    def handle_charref(self, name: str) -> None:
        self._reference("&#" + name)

    def _reference(self, written: str) -> None:
        start = self._at()
        end = start + len(written)
        if self._source[end : end + 1] == ";":
            end += 1
        if not self._unseen:
            self.tracer.keep(html.unescape(self._source[start:end]), start, end)


def _linked(blocks: list[str]) -> Iterator[object]:
    for block in blocks:
        try:
            yield json.loads(block, strict=False)
        except (ValueError, RecursionError):
            continue


def _objects(value: object, depth: int = 0) -> Iterator[Mapping[str, object]]:
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, depth)
    elif isinstance(value, Mapping) and depth < 4:
        yield value
        for key in ("@graph", "mainEntity"):
            yield from _objects(value.get(key), depth + 1)


def _is_article(item: Mapping[str, object]) -> bool:
    types = item.get("@type")
    return bool(_ARTICLE_TYPES.intersection(types if isinstance(types, list) else [str(types)]))


def _schema_org(article: Mapping[str, object]) -> dict[str, object]:
    names = {
        "url": "url",
        "headline": "headline",
        "publisher": "publisher",
        "author": "author",
        "inLanguage": "language",
    }
    fields = {ours: article[theirs] for theirs, ours in names.items() if article.get(theirs)}
    return {**fields, "date": article.get("datePublished") or article.get("dateCreated")}
