"""Markdown with YAML front matter: metadata, and the text without its markup, mapped to the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kg.corpus.named import metadata_of
from kg.corpus.offsets import Traced, Tracer
from kg.corpus.raw import Metadata
from kg.errors import InputError

_FENCE = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_ESCAPABLE = r"\\(?P<escaped>[\\`*_{}\[\]()#+\-.!>~|\"'&$%,/:;<=?@^])"
_INLINE = re.compile(
    r"(?P<comment><!--.*?-->)"
    rf"|{_ESCAPABLE}"
    r"|(?P<image>!\[[^\]\n]*\]\([^()\n]*\))"
    r"|\[(?P<link>[^\[\]\n]+)\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\[[^\[\]\n]*\])"
    r"|<(?P<auto>https?://[^<>\s]+|[^<>\s@]+@[^<>\s]+)>"
    r"|(?P<tag></?(?:a|abbr|b|br|div|em|i|img|p|q|s|small|span|strong|sub|sup|u)\b[^<>\n]*>)"
    r"|(?P<footnote>\[\^[^\]\s]+\])"
    r"|(?P<code>`+)"
    r"|(?P<stars>\*{1,3}|~~)(?=\S)(?P<starred>[^*~\n](?:[^*~]*?[^*~\s])??)(?P=stars)"
    r"|(?<!\w)(?P<bars>_{1,3})(?=\S)(?P<barred>[^_\n](?:[^_]*?[^_\s])??)(?P=bars)(?!\w)",
    re.DOTALL,
)
_WORDED = ("escaped", "link", "auto", "starred", "barred")
_BLOCK = re.compile(
    r"[ \t]*(?P<rule>(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|={3,}|`{3,}.*|~{3,}.*|\[[^\]]+\]:[ \t]+\S.*)$"
    r"|(?P<lead>(?:[ \t]{0,3}>[ \t]?)*(?:[ \t]{0,3}\#{1,6}[ \t]+|[ \t]*[-*+][ \t]+(?:\[[ xX]\][ \t]+)?"
    r"|[ \t]*\d{1,3}[)][ \t]+)?)"
    r"(?P<body>.*?)(?P<tail>(?:[ \t]+\#+)?[ \t]*\\?)$"
)
_HEADING = re.compile(r"[ \t]{0,3}#{1,6}[ \t]+")
_BULLET = re.compile(r"[ \t]*(?:[-*+]|\d{1,3}\))[ \t]+")


def front_matter(text: str, path: str) -> tuple[Metadata, int]:
    """The metadata of the YAML front matter of `text`, and the offset at which the body begins.

    Raises:
        InputError: if the front matter is no YAML mapping or has no end; the message names the line.
    """
    match = _FENCE.match(text)
    if not match:
        if re.match(r"\ufeff?---[ \t]*\r?\n[\w-]+:(?:\s|$)", text):
            raise InputError("the front matter has no closing ---", path=path, line=1)
        return Metadata(), 0
    return metadata_of(_yaml(match[1], path)), match.end()


def _yaml(block: str, path: str) -> Mapping[str, object]:
    from frontmatter.default_handlers import YAMLHandler

    try:
        fields = YAMLHandler().load(block)
    except Exception as error:  # the YAML library's own tree of errors, and whatever a value provokes
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        problem = getattr(error, "problem", None) or str(error) or type(error).__name__
        raise InputError(f"broken front matter: {problem}", path=path, line=line) from None
    if fields is None:
        return {}
    if not isinstance(fields, Mapping):
        raise InputError("the front matter is no mapping of names to values", path=path, line=2)
    return {str(name): value for name, value in fields.items()}


def strip_markup(text: str, start: int = 0) -> Traced:
    """`text` from `start` on without Markdown's marks, mapped to `text`.

    Headings and list items become paragraphs of their own; emphasis, links and code keep their words, images and
    comments go. What only looks like markup stays: a star between words, an underscore in a name.

    >>> strip_markup("# Kühle Nacht\\n\\nEs war **sehr** [kalt](https://beispiel.example).").text
    'Kühle Nacht\\n\\nEs war sehr kalt.'
    """
    tracer = Tracer()
    for begin, end in _inline(text, start, len(text)):
        tracer.keep(text[begin:end], begin, end)
    inlined = tracer.done()
    return _strip_blocks(inlined.text).through(inlined.offsets)


def _inline(text: str, start: int, end: int, depth: int = 0) -> Iterator[tuple[int, int]]:
    """The stretches of `text[start:end]` that are words rather than marks."""
    at = start
    for match in _INLINE.finditer(text, start, end):
        inner = next((name for name in _WORDED if match[name] is not None), None)
        if inner and (_spans_paragraphs(match[0]) or _is_bullet(text, match.start(), match["stars"])):
            continue
        yield at, match.start()
        if inner in ("escaped", "auto") or (inner and depth >= 8):
            yield match.span(inner)
        elif inner:
            yield from _inline(text, *match.span(inner), depth + 1)
        at = match.end()
    yield at, end


def _spans_paragraphs(markup: str) -> bool:
    return re.search(r"\n[ \t\r]*\n", markup) is not None


def _is_bullet(text: str, at: int, stars: str | None) -> bool:
    return bool(stars) and not text[text.rfind("\n", 0, at) + 1 : at].strip() and text[at + 1 : at + 2].isspace()


def _strip_blocks(text: str) -> Traced:
    tracer = Tracer()
    before = ""
    for line in re.finditer(r"([^\r\n]*)(\r\n|\r|\n|\Z)", text):
        match = _BLOCK.match(line[1])
        start = line.start()
        if match is None or match["rule"] is not None:
            before = ""
            tracer.keep(line[2], *line.span(2))
            continue
        if before and line[1].strip() and (_HEADING.match(line[1]) or _HEADING.match(before) or _BULLET.match(line[1])):
            tracer.add("\n")
        tracer.keep(match["body"], start + match.start("body"), start + match.end("body"))
        tracer.keep(line[2], *line.span(2))
        before = line[1].strip()
    return tracer.done()
