"""Names are scored strictly, on the outer level, from a file of tagged words."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError, UsageError
from kg.evaluate import entities, evaluate, tagged
from kg.records import Span

ROWS = """#\thttp://beispiel.invalid\t[2026-01-01]
1\tAngela\tB-PER\tO
2\tMerkel\tI-PER\tO
3\tfuhr\tO\tO
4\tnach\tO\tO
5\tHannover\tB-LOC\tO
6\t.\tO\tO

#\thttp://beispiel.invalid\t[2026-01-02]
1\tDer\tO\tO
2\tdeutsche\tB-LOCderiv\tO
3\tFC\tB-ORG\tO
4\tBayern\tI-ORG\tB-LOC
5\t(\tO\tO
6\tMünchen\tB-LOC\tO
7\t)\tO\tO
8\tgewann\tO\tO
9\t.\tO\tO
"""


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "namen.tsv"
    path.write_text(ROWS, "utf-8")
    return path


def test_tagged_words_become_text_and_names(rows: Path) -> None:
    first, second = tagged.germeval(rows)
    assert first.text == "Angela Merkel fuhr nach Hannover."
    assert second.text == "Der deutsche FC Bayern (München) gewann."
    assert [(n.span.of(second.text), n.label) for n in second.outer] == [
        ("deutsche", "LOCderiv"),
        ("FC Bayern", "ORG"),
        ("München", "LOC"),
    ]
    assert [(n.span.of(second.text), n.label) for n in second.nested] == [("Bayern", "LOC")]


def test_both_ends_and_the_class_must_be_right() -> None:
    gold = {(0, Span(0, 13), "PER"), (0, Span(24, 32), "LOC")}
    given = {(0, Span(0, 6), "PER"), (0, Span(24, 32), "LOC"), (1, Span(24, 32), "LOC")}
    score = entities.compared(gold, given)
    assert (score.precision, score.recall) == (1 / 3, 1 / 2)


def test_a_file_of_names_is_recognised(rows: Path) -> None:
    report = evaluate(rows)
    assert [row["measure"] for row in report.rows()] == ["PER", "LOC", "ORG", "MISC", "all"]
    assert report.as_dict()["sentences"] == 2
    assert report.rows()[0]["f1"] == 100.0
    assert [row["wanted"] for row in report.rows()] == [1, 2, 1, 0, 4]


def test_a_line_without_its_columns_is_named(tmp_path: Path) -> None:
    path = tmp_path / "kaputt.tsv"
    path.write_text("1\tAngela\tB-PER\tO\n2\tMerkel\n", "utf-8")
    with pytest.raises(InputError, match=r"kaputt\.tsv.*2"):
        list(tagged.germeval(path))


def test_an_empty_file_and_another_system_are_refused(rows: Path, tmp_path: Path) -> None:
    (tmp_path / "leer.tsv").write_text("", "utf-8")
    with pytest.raises(InputError, match=r"leer\.tsv"):
        evaluate(tmp_path / "leer.tsv")
    with pytest.raises(UsageError, match="shipped"):
        evaluate(rows, system=rows)
