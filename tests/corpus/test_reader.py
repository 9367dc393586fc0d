"""Files, folders, standard input: what comes out, in which order, and what is said of what cannot be read."""

import gzip
import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.corpus import discover, read
from kg.errors import InputError, UsageError
from kg.records import Article, OffsetMap, Span
from kg.store import Store
from kg.vocab import article_iri

TEXT = "Der Pegel des Kronsees fällt, sagte Ada Uferl am Mittwoch."


def write(path: Path, content: str | bytes = TEXT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def good(paths: object, **options: object) -> list[Article]:
    return [item for item in read(paths, **options) if isinstance(item, Article)]


def bad(paths: object, **options: object) -> list[InputError]:
    return [item for item in read(paths, **options) if isinstance(item, InputError)]


def test_a_file_becomes_an_article(tmp_path: Path) -> None:
    (article,) = read([write(tmp_path / "pegel.txt")])
    assert article.text == TEXT
    assert article.source.path == "pegel.txt"
    assert article.source.format == "text"
    assert article.source.encoding == "utf-8"
    assert article.source.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert article.id == article_iri(article.text_sha256)
    assert article.offsets == OffsetMap.identity(TEXT)
    assert (article.outlet, article.published, article.url, article.headline) == (None, None, None, None)


def test_folders_are_read_recursively_and_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/b.md", "c.html", ".versteckt.txt", ".git/x.txt", "bild.jpg", "stil.css"):
        write(tmp_path / name, TEXT)
    assert [article.source.path for article in read([tmp_path])] == ["a/b.md", "a/z.txt", "b.txt", "c.html"]
    assert [path.name for path in discover([tmp_path])] == ["b.md", "z.txt", "b.txt", "c.html"]


def test_the_record_does_not_depend_on_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "ordner" / "a.txt")
    absolute = list(read([tmp_path / "ordner"]))
    monkeypatch.chdir(tmp_path)
    assert list(read(["ordner"])) == absolute
    monkeypatch.chdir(tmp_path / "ordner")
    assert list(read(["."])) == absolute
    assert list(read(["a.txt"])) == absolute


def test_one_bad_input_does_not_stop_the_others(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "b.txt", b"%PDF-1.4 ...")
    write(tmp_path / "c.txt", "")
    write(tmp_path / "d.txt", " \n\t\n")
    write(tmp_path / "e.txt", b"Gr\xc3\xbc\xc3\xbc\xc3\xbc\xff")
    write(tmp_path / "f.txt")
    found = list(read([tmp_path, tmp_path / "fehlt.txt"]))
    assert [isinstance(item, Article) for item in found] == [True, False, False, False, False, True, False]
    reasons = [str(item) for item in found if isinstance(item, InputError)]
    assert "b.txt: not a text but a PDF document" in reasons[0]
    assert "c.txt: empty" in reasons[1]
    assert "d.txt: empty" in reasons[2]
    assert "e.txt:1: invalid UTF-8 at byte 8" in reasons[3]
    assert "fehlt.txt: no such file or folder" in reasons[4]


def test_an_image_is_named_only_if_asked_for_by_name(tmp_path: Path) -> None:
    image = write(tmp_path / "bild.png", b"\x89PNG\r\n\x1a\n....")
    assert list(read([tmp_path])) == []
    assert "a PNG image" in str(bad([image])[0])


def test_compressed_files_are_read(tmp_path: Path) -> None:
    packed = write(tmp_path / "pegel.txt.gz", gzip.compress(TEXT.encode()))
    assert [article.text for article in read([packed])] == [TEXT]
    broken = write(tmp_path / "kaputt.txt.gz", gzip.compress(TEXT.encode() * 50)[:-20])
    assert "damaged gzip file" in str(bad([broken])[0])


def test_what_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    large = tmp_path / "riese.txt"
    with large.open("wb") as file:
        file.truncate(50_000_000_000)
    bomb = write(tmp_path / "bombe.txt.gz", gzip.compress(b"a" * 3_000_000))
    assert "larger than 10 MB" in str(bad([large])[0])
    assert "larger than 1 MB" in str(bad([bomb], max_bytes=1_000_000)[0])


def test_the_limit_holds_for_each_line_of_json_lines(tmp_path: Path) -> None:
    lines = [json.dumps({"text": text}) for text in (TEXT, "x" * 500, TEXT)]
    found = list(read([write(tmp_path / "a.jsonl", "\n".join(lines))], max_bytes=200))
    assert [isinstance(item, Article) for item in found] == [True, False, True]
    assert str(found[1]).endswith("a.jsonl:2: larger than 0.0002 MB, the limit for one article")


def test_a_loop_of_links_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    write(tmp_path / "a" / "x.txt")
    (tmp_path / "a" / "b").symlink_to(tmp_path / "a", target_is_directory=True)
    (tmp_path / "a" / "tot").symlink_to(tmp_path / "nirgends")
    (tmp_path / "selbst.txt").symlink_to(tmp_path / "selbst.txt")
    found = list(read([tmp_path]))
    assert [item.source.path for item in found if isinstance(item, Article)] == ["a/x.txt"]
    assert len([item for item in found if isinstance(item, InputError)]) == 3
    assert bad([tmp_path / "selbst.txt"])


def test_a_file_that_vanishes_is_named(tmp_path: Path) -> None:
    paths = [write(tmp_path / name) for name in ("a.txt", "b.txt", "c.txt")]
    found = read([tmp_path])
    assert isinstance(next(found), Article)
    paths[1].unlink()
    rest = list(found)
    assert [isinstance(item, Article) for item in rest] == [False, True]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="permissions do not bind root")
def test_a_file_without_permission_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "geheim.txt")
    path.chmod(0)
    assert "Permission denied" in str(bad([path])[0])


def test_standard_input_is_recognised_by_its_content(monkeypatch: pytest.MonkeyPatch) -> None:
    for content, form in (
        (TEXT, "text"),
        (json.dumps({"text": TEXT}) + "\n" + json.dumps({"text": TEXT}), "jsonl"),
        (json.dumps([{"text": TEXT}], indent=1), "json"),
        (json.dumps({"text": TEXT}, indent=1), "json"),
        (f"---\ntitle: Pegel\n---\n{TEXT}", "markdown"),
        (f"<!DOCTYPE html><html><body><p>{TEXT}</p></body></html>", "html"),
    ):
        stream = io.TextIOWrapper(io.BufferedReader(io.BytesIO(content.encode())))
        monkeypatch.setattr(sys, "stdin", stream)
        found = list(read(["-"]))
        assert {(a.source.format, a.source.path, a.text) for a in found} == {(form, "-", TEXT)}


def test_a_pipe_is_read() -> None:
    code = "from kg.corpus import read; print([a.text for a in read(['-'])])"
    done = subprocess.run([sys.executable, "-c", code], input=TEXT.encode(), capture_output=True, check=True)
    assert TEXT in done.stdout.decode("utf-8")


def test_the_users_word_goes_before_the_files(tmp_path: Path) -> None:
    path = write(tmp_path / "a.md", f"---\noutlet: Kronseer Zeitung\ndate: 2024-10-03\n---\n{TEXT}")
    (article,) = good([path], outlet="Hallinger Bote", published="12.03.2025")
    assert (article.outlet, article.published) == ("Hallinger Bote", "2025-03-12")
    assert article.id == article_iri(article.text_sha256, outlet="Hallinger Bote")
    with pytest.raises(UsageError, match="not a date"):
        read([path], published="gestern")


def test_without_cleaning_nothing_is_touched(tmp_path: Path) -> None:
    raw = "zum Hauptinhalt\r\nDie Verhand-\r\nlungen u\u0308ber den See\r\n\r\nAnzeige\r\n"
    (article,) = good([write(tmp_path / "a.txt", raw)], clean=False)
    assert article.text == raw
    assert article.offsets == OffsetMap.identity(raw)
    (cleaned,) = good([tmp_path / "a.txt"])
    assert cleaned.text == "Die Verhandlungen über den See"
    start = cleaned.text.index("über")
    assert cleaned.offsets.to_source(Span(start, start + 4)).of(raw) == "u\u0308ber"


def test_nothing_but_boilerplate_is_no_article(tmp_path: Path) -> None:
    assert "nothing but boilerplate" in str(bad([write(tmp_path / "a.txt", "Anzeige\n\nZur Startseite\n")])[0])


def test_impossible_paths_are_named() -> None:
    assert [str(error) for error in bad(["", "a\0b"])] == [
        "'': an empty path",
        "a\0b: cannot be read: embedded null byte",
    ]


def test_wide_json_lines_are_one_error(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", f'{{"text": "{TEXT}"}}\n{{"text": "{TEXT}"}}\n'.encode("utf-16"))
    assert [str(error) for error in bad([path])] == [f"{path}: JSON lines must be UTF-8, not UTF-16 or UTF-32"]


def test_reading_is_lazy(tmp_path: Path) -> None:
    for number in range(3):
        write(tmp_path / f"{number}.txt")
    found = read([tmp_path])
    next(found)
    write(tmp_path / "2.txt", "Ganz anders, sagte Uferl.")
    assert [article.text for article in found] == [TEXT, "Ganz anders, sagte Uferl."]


def test_a_store_beside_the_articles_is_passed_over(tmp_path):
    (tmp_path / "a.txt").write_text("Der Pegel fällt, sagte Ada Uferl.", "utf-8")
    Store.create(tmp_path / "kg-store").close()
    assert [Path(article.source.path).name for article in read([tmp_path])] == ["a.txt"]
