"""PDF to text, page by page, without the headers and footers that repeat; needs the extra `wortlaut[pdf]`."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from kg.corpus.files import Place
from kg.corpus.offsets import Traced, Tracer
from kg.corpus.raw import Metadata, Raw
from kg.errors import InputError
from kg.records import Source

PAGE_BREAK = "\f"
_EDGE = 2
"""How many lines at the top and the bottom of a page can be header or footer. Set by us."""
_PAGE_NUMBER = re.compile(
    r"(?:(?:Seite|S\.|Page)\s?)?[-–|]?\s?\d{1,4}\s?[-–|]?(?:\s?(?:/|von|of)\s?\d{1,4})?", re.IGNORECASE
)


def from_bytes(data: bytes, place: Place, sha256: str) -> Raw:
    """The article of a PDF file; the decoded source is its pages' text, joined by form feeds.

    Raises:
        InputError: if pypdf is not installed, or the file is damaged, encrypted or without text.
    """
    pages = _pages(data, place.shown)
    if not any(page.strip() for page in pages):
        raise InputError("no text in the PDF document (perhaps a scan)", path=place.shown)
    text = PAGE_BREAK.join(pages)
    source = Source(place.name, "pdf", sha256)
    return Raw(without_running_lines(pages), source, Metadata(), untouched=Traced.whole(text), context=text)


def _pages(data: bytes, path: str) -> list[str]:
    try:
        import pypdf
    except ImportError:
        raise InputError("PDF needs an extra: pip install wortlaut[pdf]", path=path) from None
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError("the PDF document is encrypted", path=path)
        return [page.extract_text() for page in reader.pages]
    except InputError:
        raise
    except Exception as error:  # pypdf raises whatever a damaged file provokes
        raise InputError(f"damaged PDF document: {error or type(error).__name__}", path=path) from None


def without_running_lines(pages: Sequence[str]) -> Traced:
    """The pages in one text without page numbers and the lines that most pages share at their edges.

    >>> pages = ["Kronseer Zeitung\\nDer Pegel\\n1", "Kronseer Zeitung\\nfällt.\\n2"]
    >>> without_running_lines(pages).text
    'Der Pegel\\n\\x0cfällt.\\n'
    """
    seen = Counter(shape for page in pages for shape in {_shape(line) for line, _, _ in _edges(page)})
    least = max(2, round(0.6 * len(pages)))
    tracer = Tracer()
    at = 0
    for number, page in enumerate(pages):
        if number:
            tracer.keep(PAGE_BREAK, at - 1, at)
        start = 0
        for line, begin, end in sorted(_edges(page), key=lambda edge: edge[1]):
            if seen[_shape(line)] >= least or (len(pages) > 1 and _PAGE_NUMBER.fullmatch(line)):
                tracer.keep(page[start:begin], at + start, at + begin)
                start = end
        tracer.keep(page[start:], at + start, at + len(page))
        at += len(page) + 1
    return tracer.done()


def _edges(page: str) -> Iterator[tuple[str, int, int]]:
    """The outermost lines of a page, each with its offsets (line end included)."""
    lines = [(match[0].strip(), match.start(), match.end()) for match in re.finditer(r"[^\n]*\S[^\n]*\n?", page)]
    yield from lines[:_EDGE]
    yield from lines[max(_EDGE, len(lines) - _EDGE) :]


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", line)
