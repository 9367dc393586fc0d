"""The wordings of boilerplate on German news pages, as (reason, pattern) pairs.

Collected by us from the page furniture of German news sites in general; no pattern belongs to one article. Whole-line
patterns must match all of a line, in any case; opening patterns must match the beginning of a paragraph.
"""

from __future__ import annotations

import re

from kg.corpus.dates import DATE, TIME

_SITES = (
    r"(?:facebook|twitter|x|x \(twitter\)|whatsapp|e-?mail|mail|telegram|pinterest|linkedin|xing|instagram|reddit"
    r"|pocket|flipboard|threema|messenger|bluesky|mastodon|youtube|tiktok|snapchat|threads|flattr|rss(?:-feed)?)"
)
_ACTIONS = (
    r"(?:teilen|drucken|merken|kopieren|vorlesen|speichern|senden|weiterleiten|versenden|empfehlen|kommentieren"
    r"|feedback|anhören|schließen|menü|suche|suchen|anmelden|einloggen|abmelden|registrieren|login|logout|mehr"
    r"|weniger|weiter|zurück|abo|e-?paper|shop|newsletter|podcasts?|videos?|share|tweet|pin|link kopieren"
    r"|link kopiert|artikel drucken|merkliste|mein konto|hilfe|kontakt|impressum|datenschutz|agb|jobs|mediadaten"
    r"|app|home|start)"
)
_SECTIONS = (
    r"(?:startseite|nachrichten|politik|inland|ausland|wirtschaft|finanzen|geld|börse|sport|fußball|panorama"
    r"|gesellschaft|vermischtes|kultur|feuilleton|wissen|wissenschaft|netzwelt|digital|technik|auto|mobilität"
    r"|reise|gesundheit|karriere|lokales|regionales|region|meinung|kommentare|debatte|leben|stil|leute|promis"
    r"|wetter|blaulicht|ratgeber|unterhaltung|service|deutschland|welt|europa|international|eilmeldung|ticker"
    r"|liveticker|themen|dossier|archiv)"
)
_NOUN = r"(?:artikel|beitrag|text|seite|inhalt|video|nachricht|meldung|geschichte|link|url|thema)"
_AGENCY = r"(?:dpa|afp|reuters|ap|epd|kna|apa|sid|ots|dts|rtr|ida|dpa-afx|dpa-infocom|dapd|ddp|ansa|tass)"
_STAMP = rf"(?:{DATE}(?:\s?[,|·–-]?\s?(?:um\s)?{TIME})?|{TIME}(?:\s?[,|·–-]?\s?{DATE})?)"
_DAY = (
    r"(?:(?:mo|di|mi|do|fr|sa|so|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend"
    r"|sonntag)\.?,?\s(?:den\s)?)"
)

_LINES: tuple[tuple[str, str], ...] = (
    (
        "navigation",
        rf"""
        (?:vorherige[rs]?|nächste[rs]?) (?:beitrag|artikel|post|meldung|thema)
        (?:(?:url|link|permalink|kurz-?url|quelle)\s?:?\s)?(?:https?://|www\.)\S+
        (?:direkt |springe |springen (?:sie )?)?(?:zum|zur|zu) (?:haupt)?(?:inhalt|menü|navigation|suche|footer|fußzeile|hauptnavigation|startseite|artikel|anfang|seitenanfang|übersicht)(?: springen| wechseln| gehen)?
        (?:zurück )?(?:zur|zurück zur|nach) (?:startseite|übersicht|oben|homepage)
        nach oben
        navigation (?:öffnen|schließen|überspringen)
        menü (?:öffnen|schließen)
        suche öffnen
        inhaltsverzeichnis
        nächster artikel
        vorheriger artikel
        nächste seite
        vorherige seite
        auf (?:einer|mehreren) seiten? lesen
        bildergalerie
        fotostrecke
        zur bildergalerie
        bilderstrecke(?: öffnen)?
        bild (?:vergrößern|\d+ von \d+)
        \d+ bilder
        vergrößern
        skip to (?:main )?content
        alle (?:artikel|news|nachrichten|themen)(?: anzeigen| ansehen)?
        (?:startseite|home|sie sind hier:?)(?:\s*[>›»/|]\s*[\w äöüß&.-]{{2,40}})+
        {_SECTIONS}(?:\s*[>›»/|•·]\s*{_SECTIONS})*
        """,  # noqa: E501
    ),
    (
        "teaser",
        r"""
        (?:mehr|alles|weitere (?:artikel|nachrichten|informationen|meldungen|infos)|weiteres|auch interessant|das könnte sie auch interessieren|das könnte dich auch interessieren|aktuelles|ähnliche artikel|verwandte (?:artikel|themen)|passend (?:dazu|zum thema)|zum thema|links zum artikel|top-?themen|meistgelesen(?:e artikel)?|meist gelesen|am häufigsten gelesen|die meistgelesenen artikel|empfehlungen(?: der redaktion| für sie)?|redaktionsempfehlung|unsere empfehlungen?|lesetipps?|leseempfehlung(?:en)?|aus dem ressort|aktuell im ressort|neueste (?:artikel|nachrichten)|mehr nachrichten|newsticker|hintergründe und aktuelles|mehr von (?:diesem autor|dieser autorin)|weitere themen)(?: (?:zum thema|zu diesem thema|dazu|lesen|zeigen|anzeigen|aus dem ressort|aus der region|artikel|erfahren))?:?
        (?:lesen|sehen|hören|schauen) sie (?:auch|hier|dazu|mehr|jetzt|außerdem|hier auch)(?: (?:mehr|dazu|auch|zum thema|darüber))*:?
        (?:auch )?(?:lesen|lies) (?:sie )?(?:hier |auch |mehr )*(?:dazu|hier|auch|weiter|zum thema):?
        weiterlesen(?: …|\.\.\.)?
        mehr (?:lesen|erfahren|anzeigen|dazu|zum thema|infos|informationen)
        read more
        hier (?:klicken|weiterlesen)
        """,  # noqa: E501
    ),
    (
        "sharing",
        rf"""
        (?:\d+ )?(?:shares?|views?|aufrufe|ansichten|aktien|likes?|geteilt)
        (?:kommentare|drucken|teilen|merken|kommentieren|folgen|speichern|vorlesen|anhören){{2,5}}
        (?:(?:{_SITES}|{_ACTIONS}|auf|per|via|über|bei|mit|in)(?:\s*[,|/•·]\s*|\s+|$))+
        (?:diesen |diese |den |dieses )?{_NOUN} (?:jetzt )?(?:auf {_SITES} |per {_SITES} |via {_SITES} )?(?:teilen|drucken|merken|kopieren|versenden|empfehlen|anhören|vorlesen(?: lassen)?|kommentieren|speichern|bewerten|melden|verschenken|weiterempfehlen|zusammenfassen|in die merkliste)
        (?:auf|per|via|bei|über|in) {_SITES} (?:teilen|senden|versenden|folgen|posten|weiterleiten|empfehlen)
        (?:teilen|folgen) (?:sie )?(?:uns )?(?:auf|via|per|bei|über)(?: {_SITES},?| und)+
        (?:link|url|kurzlink)(?: wurde)? (?:kopieren|kopiert|in die zwischenablage kopiert)
        schrift(?:größe|grad)?(?: (?:vergrößern|verkleinern|ändern))?
        a\s?a(?:\s?a)?
        zur merkliste hinzufügen
        gemerkt
        fehler gefunden\??(?: jetzt melden\.?)?
        fehler melden
        korrektur(?:hinweis)? (?:melden|senden)
        geschenkartikel
        war dieser artikel (?:hilfreich|lesenswert)\??
        """,  # noqa: E501
    ),
    (
        "advertisement",
        r"""
        [-–—\[( *]*(?:anzeigen?|werbung|advertisement|advertorial|sponsored|gesponsert|ad)[-–—\]) *:]*
        (?:der )?(?:artikel|text|beitrag) (?:wird|geht) (?:nach|unter|unterhalb) (?:der|dieser) (?:anzeige|werbung) (?:fortgesetzt|weiter)\.?
        (?:weiter(?:lesen)?|fortsetzung) (?:nach|unter) (?:der|dieser) (?:anzeige|werbung)\.?
        nach der (?:anzeige|werbung) weiterlesen
        (?:anzeige|werbung) (?:überspringen|schließen|ausblenden)
        """,  # noqa: E501
    ),
    (
        "reading time",
        r"""
        lesezeit: \d+ min\w* lesezeit
        (?:ca\. )?(?:lesezeit|lesedauer|hördauer|hörzeit|dauer)\s*:?\s*(?:ca\.|etwa|rund)?\s*\d+([.,:]\d+)?\s*(?:min(?:ute)?n?\.?|sek(?:unden?)?\.?)?
        (?:ca\. )?\d+ ?[-–]? ?min(?:ute)?n?\.?(?: lese(?:zeit|dauer)| zu lesen| gelesen)?
        """,  # noqa: E501
    ),
    (
        "date line",
        rf"""
        {_STAMP}\s?[|,/·•–-]?\s?(?:in\s)?{_SECTIONS}
        {_SECTIONS}\s?[|,/·•–-]?\s?{_STAMP}
        {_DAY}?{_STAMP}\s?(?:lesezeit|lesedauer|aktualisiert|stand)\b.{{0,40}}
        (?:stand|aktualisiert|zuletzt aktualisiert|veröffentlicht|erstellt|publiziert|erschienen|geändert|update|datum|uhrzeit|letzte (?:änderung|aktualisierung)|artikel vom|vom)?\s?(?:am|:|vom|um)?:?\s?{_DAY}?{_STAMP}(?:[\s,|·•/–-]+(?:(?:aktualisiert|zuletzt aktualisiert|stand|update|lesezeit|veröffentlicht|letzte änderung|geändert)\s?(?:am|:|vom|um)?:?\s?)?{_DAY}?(?:{_STAMP}|\d+ min(?:uten|\.)?(?: lesezeit)?))*\.?
        (?:stand|aktualisiert|aktualisiert am|zuletzt aktualisiert|zuletzt aktualisiert am|veröffentlicht|veröffentlicht am|erstellt am|datum|update|uhr|autor|autorin|von|quelle|foto|bild|themen|tags|schlagworte?|stichworte|ressort|rubrik|video|audio|quellen|teilen|ort)\s?:?
        (?:(?:aktualisiert|veröffentlicht)\s)?vor (?:\d+|einer|einem|wenigen) (?:sekunden?|minuten?|min\.?|stunden?|std\.?|tag(?:en)?|wochen?|monat(?:en)?|jahr(?:en)?)
        gerade eben
        """,  # noqa: E501
    ),
    (
        "tags",
        r"""
        (?:schlag(?:wort|wörter|worte)|stichw(?:ort|örter|orte)|tags?|themen(?: in diesem artikel| des artikels)?|mehr zu den themen|keywords|kategorien?|ressort|rubrik)\s?:\s?.{1,200}
        (?:#[\wäöüß-]+[\s,]*)+
        """,  # noqa: E501
    ),
    (
        "media player",
        r"""
        (?:zusammenfassung|bildbeschreibung|bildunterschrift|bildinformationen|infobox) (?:anzeigen|ein-? ?blenden|ausblenden|lesen|öffnen)
        (?:video|audio|beitrag|sendung|podcast|artikel)?\s?(?:abspielen|wiedergeben|starten|pausieren|play|pause|stumm(?:schalten)?|ton (?:aus|an)|vollbild(?:modus)?|lautstärke|wiedergabe(?:geschwindigkeit)?|untertitel(?: (?:an|aus))?|vorspulen|zurückspulen|autoplay|nochmal ansehen|jetzt (?:ansehen|anhören))
        (?:video|audio|podcast|livestream|im video|im podcast|video-player|audio-player|player wird geladen\.*|video wird geladen\.*|wird geladen\.*|loading\.*|bitte warten\.*)\s?:?
        \d{1,2}:\d{2}\s?(?:/|von)\s?\d{1,2}:\d{2}
        (?:video|audio)\s?[|:]?\s?\d{1,2}:\d{2}(?: min(?:uten|\.)?)?
        \d{1,2}:\d{2} min(?:uten|\.)?
        0?\d:\d{2}
        (?:dieses|das) (?:video|audio) (?:konnte nicht|ist leider nicht|kann nicht|ist nicht)\b.{0,80}
        (?=.*(?:aktivier|enable|install|benötig))(?=.*\b(?:sie|ihr|bitte|please|your?)\b).{0,80}\b(?:javascript|flash-?player)\b.{0,80}
        artikel (?:an)?hören(?: \(\d+ min\.?\))?
        hören sie diesen artikel.{0,60}
        diese? (?:audioversion|artikel|audiofassung|text) wurde (?:künstlich|automatisch|mit künstlicher intelligenz) (?:generiert|erzeugt|erstellt|vorgelesen|vertont).{0,60}
        """,  # noqa: E501
    ),
    (
        "newsletter",
        r"""
        (?:(?:unseren?|den|zum|jetzt|hier|kostenlos(?:en)?|gratis) )*(?:newsletter|e-?paper|push-?(?:nachrichten|mitteilungen)|benachrichtigungen|eilmeldungen)(?: (?:jetzt|hier|kostenlos|gratis|gleich))* (?:abonnieren|bestellen|anmelden|anmeldung|aktivieren|erhalten|testen|lesen)!?
        (?:jetzt |hier |kostenlos |gratis )+(?:abonnieren|anmelden|registrieren|testen|bestellen|lesen|downloaden|herunterladen|informieren|mitdiskutieren|mitmachen|einloggen|abo abschließen|abo sichern)[.!]?
        (?:folgen|abonnieren|besuchen|finden|liken) sie (?:uns|unseren?|die|den)\b.{0,120}(?:facebook|twitter|instagram|whatsapp|newsletter|kanal|google|telegram|tiktok|youtube|threads|bluesky|app\b|podcast).{0,60}
        (?:melden sie sich|hier geht es|hier können sie|tragen sie sich|registrieren sie sich)\b.{0,120}(?:newsletter|whatsapp|kanal|abo).{0,60}
        """,  # noqa: E501
    ),
    (
        "paywall",
        r"""
        zugang zu allen .{0,60}
        jetzt \d+ (?:tage?|wochen?|monate?) .{0,60}
        (?:login|anmeldung|angebote?) für (?:abonnenten|neukunden|studenten)
        artikelrechte erwerben
        (?:anmelden|einloggen|registrieren) und weiterlesen
        sie sind (?:nicht |bereits )?(?:angemeldet|eingeloggt)\.?
        (?:sie haben|es sind|ihnen (?:bleiben|fehlen)) (?:noch|nur noch)? ?\d{1,3} ?(?:%|prozent) (?:des|dieses|vom) (?:artikels?|textes?|beitrags?).{0,40}
        (?:noch )?\d{1,3} ?(?:%|prozent) des (?:artikels|textes|beitrags) (?:zu lesen|sind noch|übrig).{0,20}
        (?:jetzt|hier|sofort|gleich|kostenlos|artikel) (?:kostenlos |gratis |für \S+ )?(?:weiterlesen|freischalten|lesen|testen|abonnieren|kaufen|entdecken)(?: (?:mit|für|und|im|als|ab)\b.{0,80})?[.!]?
        weiterlesen mit .{1,60}
        (?:bereits|schon|sie sind (?:bereits|schon)) (?:abonnent(?:\*?in)?|kunde|abonniert|registriert|mitglied|ein abo)\b.{0,80}
        (?:haben sie|sie haben) (?:bereits|schon) (?:ein|einen) (?:abo|konto|zugang|benutzerkonto)\b.{0,80}
        (?:dieser|der|dieser exklusive|diese[rs]?) (?:artikel|beitrag|inhalt|text) (?:ist|liegt|steht) (?:exklusiv|nur|ausschließlich|hinter|kostenpflichtig|teil|nur noch)\b.{0,120}(?:abo|plus|premium|registriert|digital|mitglied|bezahl|kunden|nutzer|leser).{0,60}
        (?:exklusiv )?für (?:abonnenten|plus-abonnenten|registrierte nutzer|digitalabonnenten)
        (?:\w+[+]|\w*plus|premium|abo|exklusiv)-?(?:artikel|inhalt|abo)
        (?:monatlich|jederzeit) kündbar\.?
        (?:nur |ab |für |danach )*\d+,\d\d ?(?:€|euro)(?: ?(?:/|pro|im|je) ?(?:monat|woche|jahr))?\.?(?: .{0,40}kündbar\.?)?
        """,  # noqa: E501
    ),
    (
        "consent",
        r"""
        diese[rs]? (?:beitrag|element|artikel|inhalt|seite) (?:beinhaltet|enthält) (?:externe )?inhalte? (?:von|aus)\b.{0,200}
        zum (?:anzeigen|laden|aktivieren) (?:des|der) (?:inhalte?s?|videos?|beitrags|elements?) .{0,160}
        (?:dauerhaft|einmalig|immer|inhalte?) (?:laden|anzeigen|aktivieren|entsperren|zulassen)
        externe[rn]? inhalte? (?:von|aus) .{1,120}
        mehr (?:infos|informationen) (?:zum datenschutz|in unserer datenschutzerklärung|zu cookies).{0,60}
        [\w-]+-(?:inhalt|post|beitrag): an dieser stelle .{0,280}
        (?:empfohlener|empfohlene|externer|eingebetteter) (?:redaktioneller |externer )?(?:inhalt|content|inhalte)
        (?:externen?|externe) inhalte? (?:anzeigen|laden|ausblenden|aktivieren|zulassen)
        (?:alle )?(?:cookies )?(?:akzeptieren|ablehnen|zustimmen|annehmen|zulassen|einverstanden)(?: und (?:schließen|weiter|weiterlesen|fortfahren))?
        alle (?:cookies|inhalte) .{0,20}
        (?:cookie|datenschutz|privatsphäre|privacy|consent|tracking)-?\s?(?:einstellungen|erklärung|richtlinien?|hinweise?|manager|center|bestimmungen|banner|präferenzen)(?: (?:öffnen|anzeigen|ändern|anpassen|verwalten|lesen))?
        (?:einstellungen|zustimmung|einwilligung) (?:verwalten|widerrufen|ändern|anpassen|erteilen|speichern)
        wir (?:benötigen|brauchen) ihre (?:zustimmung|einwilligung|erlaubnis).{0,100}
        inhalte? (?:von|aus) (?:\w+ ){1,3}(?:laden|anzeigen|zulassen|aktivieren)
        widerruf
        datenschutzerklärung
        nutzungsbedingungen
        privacy policy
        glomex
        twitter-inhalt
        (?:instagram|facebook|youtube|twitter|x)-(?:inhalt|post|beitrag|video)(?: (?:laden|anzeigen))?
        (?:an dieser stelle|hier) (?:finden sie|befindet sich|steht|sehen sie|wird|würden wir|ist) .{0,60}(?:extern|ausgewählt|drittanbieter|inhalt von|inhalt aus|content).{0,260}
        """,  # noqa: E501
    ),
    (
        "comments",
        r"""
        (?:schreiben? sie|schreibe|hinterlassen? sie|hinterlasse) (?:einen|ihren|deinen) kommentar.{0,40}
        (?:deine|ihre) e-?mail-?adresse wird nicht veröffentlicht\b.{0,80}
        erforderliche felder sind .{0,40}
        (?:name|e-?mail|website|kommentar) ?\*?
        (?:\d+ )?(?:leser-?)?(?:kommentare?|leserbriefe?|diskussion|leserkommentare)(?: ?\(\d+\)| \d+)?(?: (?:lesen|anzeigen|schreiben|verfassen|ansehen|einblenden|ausblenden|laden|öffnen))?
        (?:alle|weitere|\d+) kommentare (?:lesen|anzeigen|laden)
        (?:ihr |einen |jetzt |neuen )*kommentar(?: (?:schreiben|verfassen|abgeben|hinterlassen|posten))+
        (?:antworten|antwort|melden|gefällt mir|beitrag melden|nutzername|ihr name|kommentarfunktion|zu den kommentaren)(?: \(\d+\))?
        diskutieren sie (?:mit|über|hier).{0,60}
        (?:die )?kommentarfunktion (?:ist|wurde) .{0,100}
        was (?:denken|meinen) sie\?.{0,60}(?:kommentar|diskutier|schreiben sie).{0,60}
        schreiben sie (?:uns )?(?:ihre meinung|einen kommentar|in die kommentare).{0,60}
        """,  # noqa: E501
    ),
    (
        "agency note",
        rf"""
        (?:mit|unter verwendung von|enthält|verwendet) (?:material|informationen|agenturmaterial|inhalten|texten|meldungen|agenturmeldungen)\b(?: (?:von|der|des|aus))?(?: (?:den|der) (?:nachrichten)?agenturen?)?[ :]*(?:{_AGENCY}|und|,|/|\s)*\.?
        \(?(?:mit )?(?:[a-zäöü]{{2,5}}/)*{_AGENCY}(?:[/, ]+(?:{_AGENCY}|[a-zäöü]{{2,5}}))*\)?
        (?:mit|quelle:) {_AGENCY}(?:[/, ]+(?:und )?{_AGENCY})*
        ©? ?{_AGENCY}(?:-infocom)?,? {_AGENCY}:\d[\d/-]*
        """,  # noqa: E501
    ),
    (
        "legal notice",
        r"""
        (?:quellen|quelle) (?:anzeigen|ausblenden)
        verwendete quellen:?
        (?:transparenz|redaktions)hinweis
        (?:dieses thema im programm:?|über dieses thema berichte(?:te|ten|t)|(?:dieser|der) (?:beitrag|text) (?:lief|erschien|stammt|ist erschienen)) .{0,200}
        (?:©|\(c\)|copyright)\s?(?:\d{4})?.{0,80}
        alle rechte vorbehalten\.?.{0,60}
        (?:impressum|agb|datenschutz|kontakt|mediadaten|barrierefreiheit|nutzungsbasierte online-?werbung|utiq verwalten|verträge hier kündigen|abo kündigen|netiquette)(?:\s*[|•·,/]?\s*(?:impressum|agb|datenschutz(?:erklärung)?|kontakt|mediadaten|barrierefreiheit|netiquette|nutzungsbedingungen|cookies?))*
        """,  # noqa: E501
    ),
    (
        "page number",
        r"""
        (?:.{0,60}\s)?[|–-]?\s?(?:seite|page)\s\d+\s?(?:von|of|/)\s?\d+(?:\s.{0,40})?
        (?:seite|page|s\.)\s?\d+(?:\s?(?:/|von|of)\s?\d+)?
        [-–—|]\s?\d{1,4}\s?[-–—|]
        \d{1,3}\s?/\s?\d{1,3}
        \[\d+\]
        """,
    ),
    (
        "script",
        r"""
        true
        false
        null
        undefined
        nan
        \[\]
        \{\}
        \[object object\]
        ["'{}\[\]();,]+
        0px
        """,
    ),
    (
        "rule",
        r"""
        [^\w„“"»«]{1,200}
        """,
    ),
)

SCRIPT = re.compile(
    r"[a-z]+[A-Z]\w*\s?:\s?(?:true|false|null|undefined|-?\d+|[\"'].*[\"'])?,?"
    r"|.*\bconsole\.(?:log|debug|info|warn|error)\s?\(.*"
    r"|.*(?:\bfunction\s?\w*\s?\([\w, ]*\)\s?\{|=>\s?\{|\bwindow\.\w+|\bdocument\.\w+\(|\bdataLayer\b"
    r"|\bgoogletag\b|\b__tcfapi\b"
    r"|\badsbygoogle\b|\bjQuery\b|\$\(document\)|\bsetTimeout\(|\baddEventListener\().*"
    r"|(?:var|let|const)\s+\w+\s?=.*;?|(?:return|if|else|for|while|try|catch)\b\s?[({].*"
    r"|[\w$.]+\s?[+-]?=\s?(?:\{|\[|\"|'|new |function|true|false|null|\d).*;"
    r"|[\"']?[\w@-]+[\"']\s?:\s?(?:[\"'{\[].*|true|false|null|-?[\d.]+),?"
    r"|[{\[]\s?[\"'][\w@-]+[\"']\s?[:,].*|\{\s?\w+\s?:\s?(?:[\"'\d{\[]|true|false|null).*\}?[;,)]*"
    r"|[.#]?[\w-]+(?:[\s,>.#:]+[\w-]+){0,20}\s?\{\s?[\w-]+\s?:.*|@(?:media|import|font-face)\b.*"
    r"|[\w-]+\s?:\s?[^:;]{1,40};\s?\}?"
    r"|</?[a-z][\w-]*(?:\s[^<>]*)?/?>|<!--.*|.*-->|<!\[CDATA\[.*|\]\]>|/\*.*\*/|[\w.]+\([\w\"', .:{}-]*\);",
    re.DOTALL,
)


def _any_of(rows: str) -> re.Pattern[str]:
    """One pattern of the alternatives that stand one a row."""
    return re.compile("|".join(row.strip() for row in rows.strip().splitlines()), re.IGNORECASE)


CODE_SIGN = re.compile(r"[{}=;<>\[]|\w\(|^[\"']?[\w@-]+[\"']?\s?:|^/?\*/?")
"""What every line of code has somewhere; a quick look before `SCRIPT`."""

LINES: tuple[tuple[str, re.Pattern[str]], ...] = tuple((why, _any_of(rows)) for why, rows in _LINES)

_OPENINGS: tuple[tuple[str, str], ...] = (
    (
        "disclaimer",
        r"""
        (?:haftungsausschluss|disclaimer|haftungshinweis|risikohinweis|rechtlicher hinweis)\s?[:(]
        (?:bildnachweis|urheberrecht)\s?[:(]
        (?:affiliate-hinweis|datenschutzhinweis|cookie-hinweis|copyright)\s?[:(]
        """,
    ),
    (
        "editorial note",
        r"""
        (?:transparenzhinweis|offenlegung|hinweis in eigener sache|in eigener sache)\s?:
        (?:hinweis|anmerkung|anm\.) (?:der|d\.|an die) (?:redaktion|red\.|leser\w*)\s?[:(]
        (?:dieser|der|dieser vorliegende) (?:artikel|text|beitrag|inhalt) (?:wurde|ist|enthält|erschien|stammt|dient|stellt)\b.{0,60}(?:automatisch|künstlicher intelligenz|mithilfe von ki|mit hilfe von ki|ki-unterstützt|maschinell|zuerst (?:bei|auf|in)|redaktionell (?:bearbeitet|geprüft)|affiliate|keine (?:anlage|rechts)beratung|informationszweck)
        \*?(?:die mit (?:einem )?(?:\*|sternchen|stern)|bei den mit|wenn sie (?:über|auf) (?:einen|diese[nr]?) (?:link|affiliate))
        (?:das urheberrecht|alle rechte|nachdruck|vervielfältigung|eine weiterverwendung)\b.{0,80}(?:vorbehalten|liegt bei|nicht gestattet|untersagt|genehmigung|verboten)
        """,  # noqa: E501
    ),
    (
        "consent",
        r"""
        (?:ich bin (?:damit )?einverstanden|ich willige ein|ich stimme zu|mit (?:klick|einem klick|dem klick|ihrer zustimmung|der aktivierung|dem laden|dem abspielen)|durch (?:klick|das laden|ihre zustimmung|die nutzung)|um (?:diesen|diese|den|die|dieses|das|externe|ihnen|alle) .{0,60}(?:anzuzeigen|zu sehen|ansehen zu können|darzustellen|anzusehen)|wir (?:verwenden|nutzen|setzen|und unsere partner|benötigen|brauchen|verarbeiten)|diese (?:web)?seite (?:verwendet|nutzt|setzt)|unsere (?:web)?seite|sie können (?:ihre|diese|sich|der|den)|damit (?:können|werden) personenbezogene|dabei können|für die (?:nutzung|anzeige|wiedergabe)|aus (?:gründen des datenschutzes|datenschutzgründen)|leider (?:konnte|kann|können|haben))\b
        """,  # noqa: E501
    ),
    (
        "newsletter",
        r"""
        (?:abonnieren|bestellen|erhalten|verpassen|melden|lesen|starten|registrieren|informieren|holen|sichern) sie (?!sich? nicht)
        (?:sie wollen|sie möchten|sie interessieren sich|wollen sie|möchten sie|nichts mehr verpassen|keine news|alle wichtigen|das wichtigste|die wichtigsten (?:nachrichten|meldungen|themen|news)|jeden (?:morgen|tag|abend|freitag)|mit (?:der|ihrer) (?:anmeldung|registrierung)|der newsletter|unser newsletter|in unserem newsletter)\b
        """,  # noqa: E501
    ),
    (
        "paywall",
        r"""
        (?:lesen sie|jetzt|testen sie|mit (?:ihrem|einem|dem) |sichern sie|schließen sie|wählen sie|als (?:abonnent|mitglied|digitalabonnent)|um (?:weiterzulesen|diesen artikel)|sie (?:haben|sind|können|lesen)|guter journalismus|unabhängiger journalismus|unterstützen sie|vielen dank|danke)\b
        """,  # noqa: E501
    ),
    (
        "teaser",
        r"""
        (?:lesen sie (?:auch|hier|dazu|mehr|außerdem)|lesen sie .{0,40}(?:auch|hier)\b|mehr (?:zum thema|dazu|zu |über |lesen sie|erfahren sie|informationen|hintergründe)|auch (?:interessant|lesenswert)|siehe auch|sehen sie (?:auch|hier|dazu)|passend dazu|hier (?:lesen|finden|geht|erfahren|gibt es|können) sie|alles (?:zum|zur) .{0,40}(?:lesen|finden|hier)|weitere (?:informationen|nachrichten|artikel|hintergründe)|lesetipp|podcast-?tipp|das könnte sie)\b\s?[:|–]
        """,  # noqa: E501
    ),
)

OPENINGS: tuple[tuple[str, re.Pattern[str]], ...] = tuple((why, _any_of(rows)) for why, rows in _OPENINGS)

TOPICS: dict[str, re.Pattern[str]] = {
    "consent": re.compile(
        r"cookies?\b|zustimm|einwillig|einverstanden|extern\w* inhalt|drittplattform|drittanbieter|personenbezogen|"
        r"datenschutz|ihre (?:daten|einstellungen|auswahl|privatsphäre)|widerruf|tracking|anzeigen lassen"
        r"|werbeblocker|adblock",
        re.IGNORECASE,
    ),
    "newsletter": re.compile(
        r"newsletter|whatsapp-?kanal|push-|ins? (?:ihr )?(?:postfach|e-?mail)|\babonn|kostenlos|unsere[rn]? app"
        r"|podcast",
        re.IGNORECASE,
    ),
    "paywall": re.compile(
        r"\babo\b|\babos\b|abonn|weiterlesen|weiterzulesen|freischalt|jederzeit kündbar|probemonat|testmonat"
        r"|testphase|plus-artikel|"
        r"premium|zugang zu allen|alle (?:artikel|inhalte)|registrier|einloggen|log(?:gen sie|in)|werbefrei|\d € ",
        re.IGNORECASE,
    ),
}
"""What a paragraph with such an opening must also speak of, at least twice, to be dropped."""

PLEA = re.compile(
    r"(?:^|(?<=[.!?…] )|(?<=[.!?…][“\"«] ))(?:\(\s?)?"
    r"(?:(?:(?:Mehr|Alles|Weitere\w*|Hintergründe|Details|Informationen)[^.!?„“\"»«]{0,60} )?(?:[Ee]rfahren"
    r"|[Ll]esen|[Ff]inden|[Ss]ehen|[Hh]ören|[Kk]licken) Sie "
    r"(?:hier|mehr|auch|dazu|jetzt|alles|weiter|weitere|unten|im|in|auf|bei|das|unser\w*)\b[^.!?„“\"»«]{0,110}"
    r"|(?:Hier|Mehr dazu|Mehr darüber|Mehr Informationen|Alles Wichtige|Alle Infos)[^.!?„“\"»«]{0,40} (?:lesen"
    r"|finden|erfahren|sehen|geht es)\b(?: Sie)?[^.!?„“\"»«]{0,60}"
    r"|(?:Lesen Sie auch|Lesen Sie hier|Lesen Sie dazu|Mehr zum Thema|Auch interessant|Siehe auch)\s?:[^.!?]{0,160})"
    r"[.!?…:]?\)?\s*$"
)
"""A plea to read on, as the last sentence of a paragraph."""
