"""JSON lines, Markdown, HTML and PDF: the text, its metadata, and the way back into the source."""

import html as entities
import json
from pathlib import Path

import pytest

from kg.corpus import read
from kg.errors import InputError
from kg.records import Article, Span

TEXT = "Der Pegel des Kronsees fällt, sagte Ada Uferl am Mittwoch."
SECOND = "Die Fähre fährt dennoch, erklärte der Kreis Hallingen."


def one(path: Path, content: str | bytes, **options: object) -> Article | InputError:
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    (found,) = read([path], **options)
    return found


def test_fundus_articles_are_read(tmp_path: Path) -> None:
    body = {"summary": [TEXT], "sections": [{"headline": ["Fähre"], "paragraphs": [SECOND]}]}
    fields = {
        "title": "Pegel fällt", "body": body, "authors": ["Anna Beispiel", "Kai Muster"],
        "publisher": "Kronseer Zeitung",
        "publishing_date": "2024-10-03 14:05:00+02:00", "url": "https://kronsee.example/a", "lang": "de",
    }  # fmt: skip
    article = one(tmp_path / "a.jsonl", json.dumps(fields))
    assert isinstance(article, Article)
    assert article.text == f"{TEXT}\n\nFähre\n\n{SECOND}"
    assert article.headline == "Pegel fällt"
    assert article.authors == ("Anna Beispiel", "Kai Muster")
    assert article.outlet == "Kronseer Zeitung"
    assert article.published == "2024-10-03T14:05:00+02:00"
    assert (article.url, article.language, article.source.line) == ("https://kronsee.example/a", "de", 1)


def test_news_please_articles_are_read(tmp_path: Path) -> None:
    fields = {
        "maintext": TEXT, "title": "Pegel fällt", "authors": [], "date_publish": "2024-10-03 00:00:00",
        "source_domain": "kronsee.example", "url": "https://kronsee.example/a", "language": "de", "description": None,
    }  # fmt: skip
    article = one(tmp_path / "a.json", json.dumps(fields))
    assert isinstance(article, Article)
    assert (article.text, article.outlet, article.published) == (TEXT, "kronsee.example", "2024-10-03T00:00:00")


def test_a_line_cut_in_half_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    whole = json.dumps({"text": TEXT, "publisher": {"name": "Kronseer Zeitung"}}, ensure_ascii=False)
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join([whole, whole[:30], "", "[1]", '{"titel": "nichts"}', whole]), encoding="utf-8")
    found = list(read([path]))
    assert [item.source.line for item in found if isinstance(item, Article)] == [1, 6]
    assert [item.line for item in found if isinstance(item, InputError)] == [2, 4, 5]
    assert "broken JSON" in str(found[1])
    assert found[0].outlet == "Kronseer Zeitung"


def test_offsets_of_json_lines_count_in_the_value(tmp_path: Path) -> None:
    value = f"Anzeige\n\n{TEXT}"
    article = one(tmp_path / "a.jsonl", json.dumps({"id": 1, "text": value}))
    assert article.offsets.to_source(Span(0, len(TEXT))).of(value) == TEXT


def test_a_list_of_articles_in_one_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps([{"text": TEXT}, {"text": SECOND}], indent=2), encoding="utf-8")
    assert [(item.text, item.source.line) for item in read([path])] == [(TEXT, 2), (SECOND, 5)]


def test_json_without_articles_is_one_error(tmp_path: Path) -> None:
    assert "no article" in str(one(tmp_path / "a.json", '[{"a": 1}, {"a": 2}]'))
    assert "no text" in str(one(tmp_path / "b.json", '{"a": 1}'))
    assert "b.json:2: broken JSON" in str(one(tmp_path / "b.json", '{"a": 1,\n"b" 2}'))


MARKDOWN = f"""---
title: "Pegel fällt"
outlet: Kronseer Zeitung
authors: [Anna Beispiel, Kai Muster]
date: 2024-10-03
url: https://kronsee.example/a
---
# Pegel **fällt**

{TEXT}

## Was wird aus der [Fähre](https://kronsee.example/f)?

Die *Fähre* fährt __dennoch__, erklärte der `Kreis` Hallingen.[^1]

- Uferweg\\_Süd
- die Brücke

![Bild](bild.jpg)

> „Nein“, sagte Uferl.
"""


def test_markdown_is_read_without_its_marks(tmp_path: Path) -> None:
    article = one(tmp_path / "a.md", MARKDOWN)
    assert isinstance(article, Article)
    assert article.text.split("\n\n") == [
        "Pegel fällt", TEXT, "Was wird aus der Fähre?", SECOND, "Uferweg_Süd", "die Brücke", "„Nein“, sagte Uferl.",
    ]  # fmt: skip
    assert (article.headline, article.outlet, article.published) == ("Pegel fällt", "Kronseer Zeitung", "2024-10-03")
    assert article.authors == ("Anna Beispiel", "Kai Muster")
    assert article.url == "https://kronsee.example/a"


def test_markdown_offsets_lead_into_the_file(tmp_path: Path) -> None:
    article = one(tmp_path / "a.md", MARKDOWN)
    start = article.text.index("Fähre fährt")
    assert article.offsets.to_source(Span(start, start + 19)).of(MARKDOWN) == "Fähre* fährt __dennoch"


def test_uncleaned_markdown_is_the_body_as_written(tmp_path: Path) -> None:
    article = one(tmp_path / "a.md", MARKDOWN, clean=False)
    assert article.text == MARKDOWN.split("---\n", 2)[2]
    assert article.offsets.to_source(Span(0, 1)).of(MARKDOWN) == "#"


@pytest.mark.parametrize("plain", ["2 * 3 * 4 Meter", "die Datei ein_name_da", "Platz #1", "[sic] sagte er", "5 > 3"])
def test_what_only_looks_like_markup_stays(tmp_path: Path, plain: str) -> None:
    assert one(tmp_path / "a.md", f"Er schrieb: {plain}.").text == f"Er schrieb: {plain}."


@pytest.mark.parametrize(
    ("front", "line"), [("title: [offen\ndate: x", 3), ("title: a\n  b: : c\nd: e", 3), ("- nur\n- Liste", 2)]
)
def test_broken_front_matter_is_named_with_its_line(tmp_path: Path, front: str, line: int) -> None:
    error = one(tmp_path / "a.md", f"---\n{front}\n---\n{TEXT}")
    assert isinstance(error, InputError)
    assert error.line == line


def test_front_matter_without_end_is_named(tmp_path: Path) -> None:
    assert "no closing ---" in str(one(tmp_path / "a.md", f"---\ntitle: a\n\n{TEXT}"))


PAGE = f"""<!doctype html>
<html lang="de"><head><meta charset="utf-8"><title>Pegel &ndash; Kronseer Zeitung</title>
<script type="application/ld+json">{{"@context": "https://schema.org", "@graph": [{{"@type": "NewsArticle",
 "headline": "Pegel fällt", "datePublished": "2024-10-03T14:05:00+02:00", "author": [{{"@type": "Person",
 "name": "Anna Beispiel"}}], "publisher": {{"@type": "Organization", "name": "Kronseer Zeitung"}}}}]}}</script>
<link rel="canonical" href="https://kronsee.example/a"><style>p {{ color: red }}</style></head>
<body><nav><a href="/">Startseite</a><a href="/sport">Sport</a></nav>
<article><h1>Pegel f&auml;llt</h1>
<p>Der <b>Pegel</b> des&nbsp;Kronsees f&auml;llt,
   sagte Ada&#32;Uferl am Mittwoch. Seit Wochen hat es im Kreis Hallingen kaum geregnet.</p>
<p>&bdquo;Wir m&uuml;ssen sparen&ldquo;, so Uferl.
Der Verbrauch sei um 4,5&nbsp;Prozent gestiegen, hei&szlig;t es im Rathaus.</p>
<p class="ad">Anzeige</p>
<p>{SECOND} Nach Angaben der Polizei gab es keine Unf&#228;lle, obwohl viele Boote auf Grund liefen.</p>
</article>
<section id="comments"><p>Kommentar von Max: Unerh&ouml;rt, dieser Kreis!</p></section>
<footer><p>Impressum</p></footer></body></html>"""


def test_html_is_read_without_navigation_and_comments(tmp_path: Path) -> None:
    article = one(tmp_path / "a.html", PAGE)
    assert isinstance(article, Article)
    assert TEXT in article.text
    assert SECOND in article.text
    assert not any(junk in article.text for junk in ("Startseite", "Anzeige", "Unerhört", "Impressum", "color"))
    assert (article.headline, article.outlet, article.url) == (
        "Pegel fällt",
        "Kronseer Zeitung",
        "https://kronsee.example/a",
    )
    assert (article.authors, article.published) == (("Anna Beispiel",), "2024-10-03T14:05:00+02:00")


def test_every_letter_of_an_html_article_leads_into_the_source(tmp_path: Path) -> None:
    article = one(tmp_path / "a.html", PAGE)
    for index, char in enumerate(article.text):
        span = article.offsets.to_source(Span(index, index + 1))
        if not char.isspace():
            assert span is not None
            assert entities.unescape(span.of(PAGE)) == char


def test_the_declared_charset_of_a_page_counts(tmp_path: Path) -> None:
    page = PAGE.replace("utf-8", "iso-8859-1").encode("cp1252", "xmlcharrefreplace")
    article = one(tmp_path / "a.html", page)
    assert isinstance(article, Article)
    assert article.source.encoding == "cp1252"
    assert SECOND in article.text


def test_a_page_that_names_no_outlet_has_none(tmp_path: Path) -> None:
    article = one(
        tmp_path / "a.html", f"<html><head><title>Pegel - Heute</title></head><body><p>{TEXT}</p></body></html>"
    )
    assert isinstance(article, Article)
    assert (article.outlet, article.authors, article.published) == (None, (), None)


def test_a_page_without_text_is_an_error(tmp_path: Path) -> None:
    assert "no text on the page" in str(one(tmp_path / "a.html", "<html><body><script>x()</script></body></html>"))


def pdf(*pages: list[str]) -> bytes:
    """A small PDF document with these lines on its pages."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    kids = []
    for lines in pages:
        shown = b" T* ".join(
            b"(" + line.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)") + b") Tj" for line in lines
        )
        stream = b"BT /F1 11 Tf 14 TL 50 780 Td " + shown + b" ET"
        objects.append(b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream")
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(b"%d 0 R" % kid for kid in kids), len(kids))
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        + table
        + (b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out)))
    )


def test_pdf_pages_are_healed_and_their_running_lines_go(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    first = [
        "Kronseer Zeitung",
        "Der Pegel des Kronsees fällt, sagte Ada Uferl am",
        "Mittwoch. Die Fähre fährt den-",
        "Seite 1",
    ]
    second = ["Kronseer Zeitung", "noch, erklärte der Kreis Hallingen.", "Seite 2"]
    article = one(tmp_path / "a.pdf", pdf(first, second))
    assert isinstance(article, Article)
    assert article.text == f"{TEXT} {SECOND}"
    raw = one(tmp_path / "a.pdf", pdf(first, second), clean=False).text
    start = article.text.index("dennoch")
    assert article.offsets.to_source(Span(start, start + 3)).of(raw) == "den"
    assert "Kronseer Zeitung" in raw


def test_damaged_and_empty_pdf_documents_are_named(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    assert "PDF" in str(one(tmp_path / "a.pdf", b"%PDF-1.4\nkaputt"))
    assert "no text in the PDF document" in str(one(tmp_path / "b.pdf", pdf([""])))


def test_pdf_without_its_extra_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pypdf", None)
    assert "pip install wortlaut[pdf]" in str(one(tmp_path / "a.pdf", pdf([TEXT])))
