"""Which lines belong together."""

import pytest

from kg.corpus.clean import clean

WRAPPED = """Die Sanierung der Hallinger Brücke dauert länger als geplant, denn
der Kreis hat bei einer Prüfung weitere Schäden am mittleren Pfeiler
gefunden. Landrätin Ada Uferl sprach am Mittwoch von einem herben
Rückschlag für die Stadt.
"""


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("Die Verhand-\nlungen ruhen.", "Die Verhandlungen ruhen."),
        ("Die US-\nVerhandler ruhen.", "Die US-Verhandler ruhen."),
        ("Die Schiffe auf Rhein-\nund Donau ruhen.", "Die Schiffe auf Rhein- und Donau ruhen."),
        ("Eine 30-\ntägige Ruhe.", "Eine 30-tägige Ruhe."),
        ("Das EU-\nweite Verbot.", "Das EU-weite Verbot."),
        ("Das deutsch-\npolnische Treffen.", "Das deutsch-polnische Treffen."),
        ("Ein Katz-\nund-Maus-Spiel.", "Ein Katz-und-Maus-Spiel."),
        ("Die Verhand\u00ad\nlungen ruhen.", "Die Verhandlungen ruhen."),
        ("Die Ver\u00adhand\u00adlungen ruhen.", "Die Verhandlungen ruhen."),
        ("Die Verhand-\r\nlungen ruhen.", "Die Verhandlungen ruhen."),
        ("Der Kreis und das ganze Bundes-\n\nland leiden.", "Der Kreis und das ganze Bundesland leiden."),
        ("Das gilt –\nso Uferl – bis Mai.", "Das gilt – so Uferl – bis Mai."),
        ("Die Fähre fährt nach\n\n\nder Pause wieder.", "Die Fähre fährt nach der Pause wieder."),
        ("Am See und\n\nKanal wird gebaut.", "Am See und Kanal wird gebaut."),
        ("Zu  viele\tLeerzeichen\u00a0hier.", "Zu viele Leerzeichen hier."),
    ],
)
def test_a_broken_word_or_sentence_is_healed(broken: str, whole: str) -> None:
    assert clean(broken).text == whole


def test_wrapped_lines_become_one_paragraph() -> None:
    assert clean(WRAPPED * 1).text == " ".join(WRAPPED.split())


def test_a_line_that_ends_early_ends_its_paragraph() -> None:
    assert clean(WRAPPED + WRAPPED).text.count("\n\n") == 1


def test_a_page_break_amid_a_sentence_is_healed() -> None:
    first, second, *rest = WRAPPED.splitlines()
    broken = "\n".join([first, second, "", "Seite 2 von 3", "", *rest])
    assert clean(broken).text == " ".join(WRAPPED.split())


def test_double_spaced_lines_become_one_paragraph() -> None:
    text = WRAPPED.strip().replace("\n", "\n\n")
    assert clean(text).text == " ".join(WRAPPED.split())


def test_headings_stay_paragraphs_of_their_own() -> None:
    text = f"Brücke bleibt gesperrt\n\n{WRAPPED}\nKritik aus dem Stadtrat\n\n{WRAPPED}"
    paragraphs = clean(text).text.split("\n\n")
    assert paragraphs[0] == "Brücke bleibt gesperrt"
    assert paragraphs[2] == "Kritik aus dem Stadtrat"


def test_a_heading_over_two_lines_is_joined() -> None:
    text = f"{WRAPPED}\nNeue Sorgen für die geplagte\nHallinger Wirtschaft\n\n{WRAPPED}"
    assert "\n\nNeue Sorgen für die geplagte Hallinger Wirtschaft\n\n" in clean(text).text


def test_lines_that_are_paragraphs_stay_apart() -> None:
    text = "Der Pegel des Kronsees steigt seit Tagen.\nDie Fähre fährt nicht.\nUferl warnt vor Hochwasser."
    assert clean(text).text == text.replace("\n", "\n\n")


def test_list_items_stay_apart() -> None:
    text = "Gesperrt sind:\n\n• die Brücke\n\n• der Uferweg\n\n• die Fähre"
    assert clean(text).text == text
