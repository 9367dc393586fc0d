"""Outlet, author and date: what the text says, and nothing more."""

import pytest

from kg.corpus.dates import iso
from kg.corpus.outlets import complete, headline
from kg.corpus.raw import Metadata

TEXT = "\n\nDie Hallinger Brücke bleibt bis zum Herbst gesperrt, sagte Uferl der Nachrichtenagentur Ida.\n\n"


@pytest.mark.parametrize(
    ("line", "authors", "outlet", "published"),
    [
        ("Von Kai Muster", ("Kai Muster",), None, None),
        ("Von Anna Beispiel, Kronseer Zeitung", ("Anna Beispiel",), "Kronseer Zeitung", None),
        ("Von Anna Beispiel, Hallingen", ("Anna Beispiel",), None, None),
        ("Von Anna Beispiel und Kai Muster", ("Anna Beispiel", "Kai Muster"), None, None),
        ("Ein Artikel von Anna von Beispiel", ("Anna von Beispiel",), None, None),
        ("Autor: Kai Muster", ("Kai Muster",), None, None),
        ("Anna Beispiel berichtet für die Kronseer Post seit 2020 aus Rom.", ("Anna Beispiel",), "Kronseer Post", None),
        ("Stand: 12.03.2025, 14:05 Uhr", (), None, "2025-03-12T14:05:00"),
        ("Veröffentlicht am 3. Oktober 2024", (), None, "2024-10-03"),
        ("Aktualisiert am 04.10.2024 um 9.30 Uhr", (), None, "2024-10-04T09:30:00"),
        ("Mittwoch, 12. März 2025", (), None, "2025-03-12"),
        ("Stand:", (), None, None),
        ("Von Montag an", (), None, None),
        ("Am 12. März 2025 war die Brücke offen.", (), None, None),
        ("Quelle: dpa", (), None, None),
        ("Der Spiegel berichtete zuerst.", (), None, None),
    ],
)
def test_the_text_says_who_wrote_it_where_and_when(
    line: str, authors: tuple[str, ...], outlet: str | None, published: str | None
) -> None:
    found = complete(Metadata(), f"{line}{TEXT}")
    assert (found.authors, found.outlet, found.published) == (authors, outlet, published)


def test_publication_goes_before_the_last_change() -> None:
    text = f"Aktualisiert am 05.10.2024\nVeröffentlicht am 3. Oktober 2024{TEXT}"
    assert complete(Metadata(), text).published == "2024-10-03"


def test_metadata_goes_before_the_text() -> None:
    known = Metadata(outlet="Hallinger Bote", authors=("Eva Probe",), published="2024-01-02")
    assert complete(known, f"Von Anna Beispiel, Kronseer Zeitung\nStand: 12.03.2025{TEXT}") == known


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("3. Oktober 2024", "2024-10-03"),
        ("03.10.2024", "2024-10-03"),
        ("3.10.24", "2024-10-03"),
        ("12. Mär. 2025, 7:05 Uhr", "2025-03-12T07:05:00"),
        ("2024-10-03", "2024-10-03"),
        ("2024-10-03 14:05:00", "2024-10-03T14:05:00"),
        ("2024-10-03T14:05:00Z", "2024-10-03T14:05:00+00:00"),
        ("Thu, 03 Oct 2024 14:05:00 +0200", "2024-10-03T14:05:00+02:00"),
        ("31.02.2024", None),
        ("Oktober 2024", None),
        ("gestern", None),
        ("", None),
        (None, None),
    ],
)
def test_german_dates_become_iso(written: str | None, expected: str | None) -> None:
    assert iso(written) == expected


def test_a_first_sentence_is_no_headline() -> None:
    assert headline("Der Pegel steigt.\n\nUferl warnt.") is None
    assert headline("Pegel steigt") is None
