"""Anything to articles: decides on the format of each input, reads it, cleans it, and fills in the metadata."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from kg.corpus import files, html, jsonl, markdown, outlets, pdf, plain
from kg.corpus.clean import clean as cleaned
from kg.corpus.dates import given_date
from kg.corpus.files import Place
from kg.corpus.offsets import Traced
from kg.corpus.raw import MAX_BYTES, Metadata, Raw
from kg.errors import InputError
from kg.records import Article, Source
from kg.vocab import article_iri

_FORMATS = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".jl": "jsonl",
    ".json": "json",
    ".pdf": "pdf",
}
_PEEK = 4096
"""Bytes at the beginning of a file by which its format is told."""
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{\s*\"|\[\s*\{)")
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article)\b", re.I | re.S
)


def read(
    paths: Iterable[str | Path],
    *,
    outlet: str | None = None,
    published: str | None = None,
    clean: bool = True,
    max_bytes: int = MAX_BYTES,
) -> Iterator[Article | InputError]:
    """The articles in `paths`, lazily and in order; what cannot be read comes as an `InputError` in its place.

    A path is a file, a folder (read recursively, sorted by name) or `-` for standard input; text, Markdown, HTML,
    JSON, JSON lines and PDF are told apart by suffix, else by content, each also with `.gz`. `outlet` and
    `published` are the user's word and go before what the files say. With `clean=False` the text is what the format
    holds, character for character. `max_bytes` limits one article, that is one line for JSON lines.
    `Article.offsets` leads from the text to the decoded source, in code points.

    Raises:
        UsageError: if `published` is no date.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "pegel.txt").write_text("Der Pegel fällt, sagte Ada Uferl.", encoding="utf-8")
    ...     [article.text for article in read([folder], outlet="Kronseer Zeitung")]
    ['Der Pegel fällt, sagte Ada Uferl.']
    """
    said = Metadata(outlet=outlet or None, published=given_date(published) if published else None)
    return _read([paths] if isinstance(paths, str | Path) else paths, said, clean, max_bytes)


def discover(paths: Iterable[str | Path]) -> Iterator[Path]:
    """The paths of all inputs that `read` would open, in its order, without opening them; `-` is standard input.

    >>> list(discover(["-"]))
    [PosixPath('-')]
    """
    places = files.walk([paths] if isinstance(paths, str | Path) else paths)
    return (place.path for place in places if isinstance(place, Place))


def _read(paths: Iterable[str | Path], said: Metadata, clean: bool, max_bytes: int) -> Iterator[Article | InputError]:
    for place in files.walk(paths):
        for raw in [place] if isinstance(place, InputError) else _open(place, max_bytes):
            if isinstance(raw, InputError):
                yield raw
                continue
            try:
                yield _article(raw, said, clean, place.shown if isinstance(place, Place) else "")
            except InputError as error:
                yield error


def _open(place: Place, max_bytes: int) -> Iterator[Raw | InputError]:
    try:
        with files.opened(place) as stream:
            head = stream.peek(_PEEK)[:_PEEK]
            form = _format(place, head)
            if form == "jsonl" and head.startswith(_WIDE):
                yield InputError("JSON lines must be UTF-8, not UTF-16 or UTF-32", path=place.shown)
            elif form == "jsonl":
                yield from jsonl.from_lines(files.read_lines(stream, max_bytes), place, max_bytes)
            else:
                yield from _whole(files.read_whole(stream, place, max_bytes), form, place)
    except InputError as error:
        yield error


def _format(place: Place, head: bytes) -> str:
    """The format's name: by the suffix, but a text that is plainly HTML is HTML, and unknown suffixes by content."""
    suffix, _ = place.suffixes
    known = _FORMATS.get(suffix)
    if known and known != "text":
        return known
    if _HTML.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "html"
    if known:
        return known
    if head.startswith(b"%PDF-"):
        return "pdf"
    if _JSON.match(head):
        return _json_flavour(head)
    return "markdown" if re.match(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n\w+:", head) else "text"


def _json_flavour(head: bytes) -> str:
    first = head.lstrip(b"\xef\xbb\xbf \t\r\n").split(b"\n", 1)
    if first[0].startswith(b"["):
        return "json"
    if len(first) == 1:
        return "jsonl"
    try:
        json.loads(first[0])
    except ValueError:
        return "json" if len(first[0].strip()) < 2 or not first[0].rstrip().endswith(b"}") else "jsonl"
    return "jsonl"


def _whole(data: bytes, form: str, place: Place) -> Iterator[Raw | InputError]:
    if not data.strip():
        yield InputError("empty", path=place.shown)
    elif form == "json":
        yield from jsonl.from_document(data, place)
    elif form == "pdf":
        yield pdf.from_bytes(data, place, _sha256(data))
    else:
        yield _document(data, form, place)


def _document(data: bytes, form: str, place: Place) -> Raw:
    text, encoding = (html if form == "html" else plain).decode(data, place.shown)
    source = Source(place.name, form, _sha256(data), encoding)
    if form == "html":
        return html.from_text(text, source, place.shown)
    if form == "markdown":
        metadata, start = markdown.front_matter(text, place.shown)
        stripped = markdown.strip_markup(text, start)
        return Raw(stripped, source, metadata, untouched=Traced.whole(text[start:], start))
    return Raw(Traced.whole(text), source)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _article(raw: Raw, said: Metadata, clean: bool, shown: str) -> Article:
    traced = cleaned(raw.traced.text).traced.through(raw.traced.offsets) if clean else raw.untouched or raw.traced
    if not traced.text.strip():
        reason = "no text but white space" if not raw.traced.text.strip() else "nothing but boilerplate"
        raise InputError(reason, path=shown, line=raw.source.line)
    found = outlets.complete(raw.metadata, raw.context or raw.traced.text)
    known = replace(found, outlet=said.outlet or found.outlet, published=said.published or found.published)
    article = Article(
        id="",
        text=traced.text,
        source=raw.source,
        offsets=traced.offsets,
        url=known.url,
        headline=known.headline or outlets.headline(traced.text),
        outlet=known.outlet,
        authors=known.authors,
        published=known.published,
        language=known.language,
    )
    return replace(article, id=article_iri(article.text_sha256, url=known.url, outlet=known.outlet))
