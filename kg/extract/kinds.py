"""What sort of speaker or source a phrase names, and the bare name in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.wordlist import wordlist
from kg.records import EntityKind

AGENCIES = wordlist(
    """
    dpa afp reuters ap apa kna epd sid dapd ddp bloomberg xinhua tass itar-tass interfax ansa efe afx dpa-afx
    ritzau belga anp ntb ria kyodo anadolu unian ukrinform pti agerpres hina mti ctk pap
    """
)
"""News agencies by their usual short names; a list of our own, seeded from the agencies' imprints."""

_PLATFORMS = re.compile(
    r"\b(X|Twitter|Facebook|Instagram|Telegram|Truth Social|TikTok|YouTube|LinkedIn|Mastodon|Bluesky|"
    r"Threads|WhatsApp|Weibo|"
    r"(?:Online-|Internet-)?Plattform|Telegram-Kanal|Kurznachrichtendienst|Internetseite|Webseite|Website)\b"
)
_AGENCY = re.compile(r"(?i)(nachrichten-?agentur|presse-?agentur|\bagentur(?:en)?\b)")
_OUTLET = re.compile(
    r"(?i)(zeitung|magazin\b|magazins\b|\b\w*sender|sendung|\bportal|fernsehen|rundfunk|hörfunk|rundschau|"
    r"spiegel\b|spiegels\b|tagblatt|wochenblatt|"
    r"\bblatt|anzeiger\b|kurier\b|\btimes\b|\bpost\b|\bnews\b|\bbild\b|\bwelt\b|\bstern\b|\bfocus\b|"
    r"\bard\b|\bzdf\b|\bndr\b|\bwdr\b|\bmdr\b|"
    r"\bswr\b|\brbb\b|\brtl\b|\bcnn\b|\bbbc\b|\bnbc\b|deutschlandfunk|\btaz\b|tageszeitung|zeitschrift|"
    r"wochenbericht|nachrichten\b|"
    r"\bjournal\b|guardian|le monde|redaktion|online-?dienst|netzwerk \w*recherche|radio\b)"
)
_REPORTS = re.compile(
    r"(?i)(medienbericht|presseberich|zeitungsberich|agenturmeldung|agenturberich|medienangaben|"
    r"pressemeldung|gerücht|\bmedien\b|medieninformation|übereinstimmenden bericht)"
)
_ANONYMOUS = re.compile(
    r"(?i)(nicht (?:namentlich )?genannt|anonym|ungenannt|namentlich nicht|insider|kreisen?\b|"
    r"vertraute[nrs]? (?:person|quelle|mitarbeiter|beamte|leute)|"
    r"\bquellen?\b|informant|whistleblower|augenzeuge|eingeweiht|personen, die|menschen, die mit|"
    r"vertraut sind|vertraut ist|geheimdienstler)"
)
_HIGH = re.compile(
    r"(?i)\b(?:hochrangig|ranghoh|hoh)\w*\b.*\b(?:beamt|vertreter|regierungs|offizier|diplomat|"
    r"mitarbeiter|funktionär)"
)
_DOCUMENT = re.compile(
    r"(?i)(bericht\w{0,2}\b|studie\w?\b|gutachten|dokument|unterlagen|papier\w?\b|\bbrief|schreiben\b|"
    r"e-mail|vermerk|protokoll|urteil|gesetz|entwurf|"
    r"analyse|statistik|umfrage|erhebung|tagebuch|akten?\b|vertrag|interview|broschüre|buch\b|memo\b|"
    r"chats?\b|nachrichten\b)"
)
_ORGANISATION = re.compile(
    r"(?i)(polizei|ministeri|regierung|partei|fraktion|gericht|behörde|\bamte?s?\b|\w+amt\b|verband|"
    r"verein|universität|hochschule|institut|union|konzern|"
    r"unternehmen|firma|staatsanwaltschaft|gewerkschaft|kommission|rates?\b|\w+rat\b|bank\b|\bag\b|gmbh|"
    r"stiftung|kirche|armee|militär|feuerwehr|"
    r"organisation|gesellschaft|bündnis|ausschuss|parlament|senat\b|weißes? haus|weißen haus|kreml|nato|"
    r"\bun\b|\buno\b|\beu\b|\bspd\b|\bcdu\b|"
    r"\bcsu\b|\bfdp\b|grünen?\b|linke\b|\bafd\b|agentur|zentrum|museum|klinik|krankenhaus|betreiber|"
    r"hersteller|veranstalter|initiative|"
    r"dienst\b|dienstes\b|bund\b|bundes\b|kammer|werke?\b|fonds|club\b|\bgruppe\b|seite\b|leitung\b|"
    r"verwaltung|bundestag|stadt\b|gemeinde\b|"
    r"bundesanwaltschaft|bundeswehr|botschaft\b|zentrale\b|vereinigung|akademie|kantonspolizei|"
    r"staatskanzlei|jury|genossenschaft|holding)"
)
_PERSON = re.compile(
    r"(?i)(sprecher|minister(?!i)|präsident(?!ium)|kanzler(?!amt)|chef|leiter|vorsitzende|direktor|"
    r"professor|dr\.|anwalt|anwältin|richter|sekretär|beauftragte|"
    r"bürgermeister|general\b|forscher|experte|expertin|autor|frau\b|herr\b|mann\b|zeuge|trainer|manager|"
    r"politiker|abgeordnete|rat\b|rätin|"
    r"kommissar|botschafter|gründer|wissenschaftler|könig|papst|bischof|pfarrer|kardinal|schüler|student|"
    r"lehrer|opfer|angeklagte|täter|"
    r"fahrer|pilot|kapitän|geschäftsführer|vorstand\b|historiker|journalist|reporter|korrespondent|"
    r"\w+in\b$|bewohner|nachbar|arzt|ärztin)"
)
_LONGEST = 400
"""Code points of a phrase that are looked at."""

_SINGULAR = wordlist("er sie dieser diese der jener jene letzterer letztere")
_ARTICLE = re.compile(r"(?i)^(?:der|die|das|dem|den|des|eine[mnrs]?|ein|ihre[mnrs]?|seine[mnrs]?|einige[nr]?)\s+")
_QUOTED = re.compile(r"[„\"»“‚](?P<name>[^“”\"«‘„»]{2,60})[“”\"«‘]")
_CLASS = re.compile(
    r"(?i)^(?:(?:us-|deutsche[nrs]? |britische[nrs]? |russische[nrs]? |amerikanische[nrs]? |"
    r"staatliche[nrs]? |private[nrs]? )*)"
    r"(?:nachrichtenagentur|presseagentur|agentur|nachrichtensender|fernsehsenders?|us-senders?|senders?|"
    r"nachrichtenmagazins?|magazins?|nachrichtenportals?|portals?|"
    r"zeitung|tageszeitung|wochenzeitung|zeitschrift|blatte?s?|(?:online-)?plattform|onlinedienst|"
    r"kurznachrichtendienst(?:es)?)\s+(?=\S)"
)


def kind(phrase: str, names: Sequence[str] = ()) -> EntityKind:
    """The sort of thing that `phrase` names; `names` are its words that the tagger takes for proper names.

    A spokesperson is a person, even where the words are the body's; `UNKNOWN` where nothing tells.

    >>> kind("der Agentur AFP").value, kind("zwei Insider").value, kind("Werksleiter Brandt", ["Brandt"]).value
    ('agency', 'anonymous', 'person')
    """
    phrase = phrase[:_LONGEST]
    low = phrase.lower()
    words = {word.strip('„“”"»«()., ') for word in low.split()}
    if _ANONYMOUS.search(phrase) or (_HIGH.search(phrase) and len(names) < 2):
        return EntityKind.ANONYMOUS
    head = re.split(r"\b(?:des|der|von|vom|für|im|in)\b", _ARTICLE.sub("", phrase), maxsplit=1)[0] or phrase
    if _PERSON.search(head) and not _OUTLET.search(head.split()[0] if head.split() else head):
        return EntityKind.PERSON
    if _REPORTS.search(phrase):
        return EntityKind.REPORTS
    if words & AGENCIES or _AGENCY.search(phrase):
        return EntityKind.AGENCY
    if _PLATFORMS.search(phrase):
        return EntityKind.PLATFORM
    if _OUTLET.search(phrase) and not (len(names) >= 2 and not _OUTLET.search(head)):
        return EntityKind.OUTLET
    if _DOCUMENT.search(head):
        return EntityKind.DOCUMENT
    if _ORGANISATION.search(phrase):
        return EntityKind.ORGANISATION
    if len(names) >= 2 or low in _SINGULAR:
        return EntityKind.PERSON
    return EntityKind.UNKNOWN


def label(phrase: str) -> str:
    """The name in a phrase, without article, class noun and quotation marks.

    >>> label("das Portal „Nordlicht“"), label("der Nachrichtenagentur AFP"), label("zwei Insider")
    ('Nordlicht', 'AFP', 'zwei Insider')
    """
    quoted = _QUOTED.search(phrase[:_LONGEST])
    if quoted:
        return quoted["name"].strip()
    bare = _ARTICLE.sub("", " ".join(phrase.split()))
    if phrase.lower().startswith("des ") and " " not in bare and len(bare) > 4:
        bare = bare.removesuffix("s")
    bare = _CLASS.sub("", bare)
    bare = bare.strip(" ,;:–-()")
    return (bare[0] if len(bare) == 2 and bare[1] == "." else bare) or phrase.strip()
