"""What a cleaned article no longer has, and what it must never lose."""

import pytest

from kg.corpus.clean import clean

BODY = (
    "Die Hallinger Brücke bleibt bis zum Herbst gesperrt. Das teilte der Kreis am Mittwoch mit.",
    "„Wir haben keine Wahl“, sagte Landrätin Ada Uferl der Kronseer Zeitung. Die Sanierung koste 4,5 Millionen Euro.",
    "Nach Angaben der Polizei staute sich der Verkehr am Morgen auf acht Kilometern.",
)

JUNK = (
    "Anzeige",
    "- Anzeige -",
    "Werbung",
    "Artikel teilen",
    "Diesen Artikel teilen",
    "Auf Facebook teilen",
    "Facebook Twitter WhatsApp E-Mail",
    "Teilen | Drucken | Merken",
    "Link kopieren",
    "Artikel anhören",
    "Artikel drucken",
    "Lesezeit: 3 Minuten",
    "3 Min. Lesezeit",
    "Lesedauer ca. 4 Min.",
    "Mit Material von dpa",
    "mit dpa/AFP",
    "dpa",
    "tmu/dpa/AFP",
    "Mit Material der Nachrichtenagenturen dpa und AFP",
    "Newsletter abonnieren",
    "Jetzt Newsletter abonnieren!",
    "Abonnieren Sie unseren Newsletter und erhalten Sie die wichtigsten Nachrichten kostenlos in Ihr Postfach.",
    "Melden Sie sich hier für unseren kostenlosen Newsletter an.",
    "Folgen Sie uns auf Facebook und Instagram.",
    "Video abspielen",
    "0:00 / 1:23",
    "Dieses Video konnte nicht geladen werden.",
    "Diese Audioversion wurde künstlich generiert.",
    "Um dieses Video zu sehen, aktivieren Sie bitte JavaScript.",
    "Wir benötigen Ihre Zustimmung",
    "Wir benötigen Ihre Zustimmung, um den von unserer Redaktion ausgewählten Inhalt von X anzuzeigen.",
    "Wir verwenden Cookies, um Inhalte zu personalisieren. Ihre Einwilligung können Sie jederzeit widerrufen.",
    "Mit Klick auf „Akzeptieren“ stimmen Sie zu, dass Cookies gesetzt und externe Inhalte geladen werden.",
    "Datenschutzerklärung",
    "Cookie-Einstellungen",
    "Alle akzeptieren",
    "Externen Inhalt anzeigen",
    "Empfohlener externer Inhalt",
    "Sie haben noch 65 % des Artikels zu lesen",
    "Sie haben noch 65 Prozent dieses Artikels zu lesen.",
    "Jetzt weiterlesen mit Kronsee Plus",
    "Weiterlesen mit K+",
    "Bereits Abonnent? Hier anmelden",
    "Dieser Artikel ist exklusiv für Abonnenten.",
    "Danach 9,99 € pro Monat, jederzeit kündbar.",
    "Testen Sie jetzt unser Abo: alle Artikel werbefrei lesen, jederzeit kündbar.",
    "Zum Inhalt springen",
    "Zur Startseite",
    "Startseite > Politik > Inland",
    "Politik",
    "Nach oben",
    "Menü öffnen",
    "Kommentare (12)",
    "12 Kommentare",
    "Kommentar schreiben",
    "Diskutieren Sie mit!",
    "Aktualisiert am 12.03.2025, 14:05 Uhr",
    "Stand: 12. März 2025, 14:05 Uhr",
    "12.03.2025 | 14:05 Uhr",
    "Veröffentlicht am 3. Oktober 2024",
    "Mittwoch, 12. März 2025",
    "vor 3 Stunden",
    "Von Anna Beispiel",
    "Von Anna Beispiel, Kronseer Zeitung",
    "Von Anna Beispiel und Kai Muster",
    "Themen: Verkehr, Hallingen, Brücken",
    "#Verkehr #Hallingen",
    "Schlagwörter: Verkehr",
    "Foto: Ada Uferl/dpa",
    "Foto: picture alliance / dpa | Kai Muster",
    "© Kai Muster / Ida Press",
    "(Foto: Kai Muster)",
    "Bild: IMAGO/Muster",
    "Quelle: dpa",
    "Quelle: Getty Images",
    "Symbolbild: Kai Muster/dpa",
    "picture alliance/dpa",
    "Die Hallinger Brücke am Mittwochmorgen. Foto: Kai Muster/dpa",
    "Blick auf die Brücke (Archivbild). © Kai Muster",
    "Mehr zum Thema",
    "Lesen Sie auch",
    "Lesen Sie auch: Brücke in Au gesperrt",
    "Das könnte Sie auch interessieren",
    "Lesen Sie hier mehr über die Brücke.",
    "Mehr zum Thema: Warum Brücken altern",
    "Haftungsausschluss: Alle Angaben ohne Gewähr.",
    "Alle Rechte vorbehalten.",
    "© 2025 Kronseer Zeitung",
    "isPaid: false",
    "console.log(\"geladen\");",
    "window.dataLayer = window.dataLayer || [];",
    "{\"@context\": \"https://schema.org\", \"@type\": \"NewsArticle\"}",
    "googletag.cmd.push(function() { googletag.display('ad-1'); });",
    ".teaser { display: none; }",
    "Seite 2 von 5",
    "Hallinger Bote - Seite 1 von 2",
    "https://www.kronsee.example/bruecke-12345.html",
    "12. März 2025 | Politik",
    "von Anna Beispiel 12. März 2025 in Politik 0",
    "[Bildunterschrift: Die Brücke im Nebel.]",
    "Schreibe einen Kommentar",
    "Deine E-Mail-Adresse wird nicht veröffentlicht. Erforderliche Felder sind markiert",
    "Nächster Beitrag",
    "KommentareDrucken",
    "Zusammenfassung anzeigen",
    "Bildbeschreibung einblenden",
    "Dieser Beitrag beinhaltet Inhalte von YouTube. Wir haben sie aus Datenschutzgründen nicht geladen.",
    "Einmalig laden",
    "Jetzt 30 Tage kostenfrei testen",
    "Login für Abonnenten",
    "Verwendete Quellen",
    "Transparenzhinweis: Die Autorin besitzt Aktien des Betreibers.",
    "Dieser Artikel wurde mithilfe von KI übersetzt und von der Redaktion geprüft.",
    "12.03.2025, 14:05Lesezeit: 5 Min.",
    "***",
)  # fmt: skip

ARTICLE = (
    "Zur Lage der Brücken im Kreis",
    "Minister will Cookies verbieten",
    "Der Minister sagte, die Datenschutzerklärung der Firma sei „nicht klar“, Cookies würden ohne Zustimmung gesetzt.",
    "Cookies ohne Einwilligung sind nach Ansicht des Gerichts verboten, auch externe Inhalte brauchen eine Zustimmung.",
    "Der Verlag will sein Abo teurer machen. Das Abo koste künftig 9,99 Euro, sagte Uferl.",
    "Quelle: Nach Angaben der Behörde sind es 40 Fälle.",
    "Foto: Warum ein Bild um die Welt ging",
    "Bild: Minister tritt zurück",
    "250.000 Menschen leben im Kreis.",
    "250.000",
    "4,5 Millionen Euro",
    "Wir haben keine Wahl.",
    "Ada Uferl, Landrätin des Kreises Hallingen",
    "„Sehen Sie mehr Polizei auf den Straßen“, sagte Uferl.",
    "Hallingen (dpa) – Der Pegel des Kronsees steigt.",
    "Die Nachrichtenagentur dpa hatte zuerst berichtet.",
    "Aktualisiert wurden die Pläne am 12. März, wie Uferl sagte.",
    "Von Montag an ist die Brücke gesperrt.",
    "Uferl: „Das ist falsch.“",
    "Laut Polizei: Fahrer war betrunken",
    "Warum die Brücke nicht hält",
    "Was bedeutet das?",
    "Kommentar: Ein Armutszeugnis für den Kreis",
    "Sie haben das Recht, zu klagen, heißt es in dem Urteil.",
    "Danke, sagte sie.",
    "Der Artikel 5 des Grundgesetzes schützt die Pressefreiheit.",
    "Um 14.05 Uhr fiel der Strom aus.",
    "Anna Beispiel ist Redakteurin bei der Kronseer Zeitung. Sie sagte, sie sei bedroht worden.",
    "Bürgermeister (SPD): Es bleibt dabei; wir bauen;",
    "Wenn (wie geplant) gebaut wird, dann im Mai.",
    "Er schrieb: return to sender.",
    "35 Menschen wurden auf Seite 3 der Akte genannt.",
    "Aktien der Kronsee AG fallen",
    "Im Namen des Volkes",
    "Hinweis der Redaktion: In einer früheren Fassung hieß es, Uferl rechne mit 40 Millionen Euro.",
)  # fmt: skip


@pytest.mark.parametrize("junk", JUNK)
def test_page_furniture_goes_and_the_article_around_it_stays(junk: str) -> None:
    text = "\n\n".join([*BODY[:2], junk, BODY[2]])
    assert clean(text).text == "\n\n".join(BODY)


@pytest.mark.parametrize("junk", JUNK)
def test_page_furniture_goes_at_the_end_of_the_page_too(junk: str) -> None:
    assert clean("\n\n".join([*BODY, junk])).text == "\n\n".join(BODY)


@pytest.mark.parametrize("line", ARTICLE)
def test_what_reports_something_stays(line: str) -> None:
    text = "\n\n".join([*BODY[:2], line, BODY[2]])
    assert clean(text).text == text


def test_every_dropped_piece_has_a_reason() -> None:
    reasons = {
        piece.text: piece.why for piece in clean("\n\n".join(["Anzeige", *BODY, "Foto: Kai Muster/dpa"])).dropped
    }
    assert reasons == {"Anzeige": "advertisement", "Foto: Kai Muster/dpa": "photo credit"}


def test_the_caption_above_a_credit_line_goes_with_it() -> None:
    text = "\n\n".join([BODY[0], "Die Brücke am Mittwochmorgen im Nebel.", "© Kai Muster/Ida Press", *BODY[1:]])
    assert clean(text).text == "\n\n".join(BODY)


def test_a_heading_or_a_report_above_a_credit_line_stays() -> None:
    for line in ("Landrätin will neue Brücke", "Das sei der Plan, sagte Uferl.", "„Nie wieder ohne Brücke“"):
        text = "\n\n".join([BODY[0], line, "© Kai Muster/Ida Press", *BODY[1:]])
        assert line in clean(text).text


def test_a_credit_at_the_very_end_takes_no_paragraph_with_it() -> None:
    text = "\n\n".join([*BODY, "Die Brücke stammt von 1923.", "Foto: Kai Muster/dpa"])
    assert clean(text).text.endswith("Die Brücke stammt von 1923.")


def test_an_author_box_goes_at_the_end_but_not_amid_the_text() -> None:
    box = "Anna Beispiel ist Redakteurin im Ressort Lokales der Kronseer Zeitung. Sie schreibt über Verkehr."
    assert clean("\n\n".join([*BODY, box])).text == "\n\n".join(BODY)
    assert box in clean("\n\n".join([BODY[0], box, *BODY[1:]])).text


def test_teasers_at_the_end_go_with_their_announcement() -> None:
    text = "\n\n".join([*BODY, "Das könnte Sie auch interessieren", "Fähre nach Au eingestellt", "Kreis baut Radweg"])
    assert clean(text).text == "\n\n".join(BODY)


def test_a_teaser_amid_the_text_takes_one_headline_with_it() -> None:
    text = "\n\n".join([BODY[0], "Lesen Sie auch", "Fähre nach Au eingestellt", *BODY[1:]])
    assert clean(text).text == "\n\n".join(BODY)


def test_a_row_of_catchwords_at_the_end_goes() -> None:
    assert clean("\n\n".join([*BODY, "Brücken", "Kreis Hallingen", "Verkehr"])).text == "\n\n".join(BODY)


def test_readers_comments_go() -> None:
    comments = ["3 Kommentare", "Max M.", "vor 2 Stunden", "Das war ja klar, sagte schon mein Opa.", "Antworten"]
    assert clean("\n\n".join([*BODY, *comments])).text == "\n\n".join(BODY)


def test_a_plea_to_read_on_is_cut_off_its_paragraph() -> None:
    text = "\n\n".join([BODY[0] + " Lesen Sie hier mehr über die Sperrung.", *BODY[1:]])
    assert clean(text).text == "\n\n".join(BODY)


def test_pull_quotes_and_number_boxes_stay() -> None:
    text = "\n\n".join([BODY[0], "Wir haben keine Wahl.", "Ada Uferl, Landrätin", "4500\nAutos täglich", *BODY[1:]])
    cleaned = clean(text).text
    assert "Wir haben keine Wahl.\n\nAda Uferl, Landrätin" in cleaned
    assert "4500" in cleaned
    assert "Autos täglich" in cleaned
