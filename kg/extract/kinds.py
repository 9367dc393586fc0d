"""What sort of speaker or source a phrase names, and the bare name in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from kg.extract.wordlist import wordlist
from kg.records import EntityKind

AGENCIES = wordlist(
    """
    dpa afp reuters ap apa kna epd sid dapd ddp bloomberg xinhua tass itar-tass interfax ansa efe afx dpa-afx
    ritzau belga anp ntb ria kyodo anadolu unian ukrinform pti agerpres hina mti ctk pap lusa upi yonhap kcna irna
    isna wafa belta
    """
)
"""News agencies by their usual short names; a list of our own, seeded from the agencies' imprints."""

_PLATFORM_NAMES = (
    r"X|Twitter|Facebook|Instagram|Telegram|Truth Social|TikTok|Tiktok|YouTube|Youtube|LinkedIn|Mastodon|Bluesky|"
    r"Threads|WhatsApp|Weibo|Twitch|Substack|Reddit"
)
NAMED_PLATFORM = re.compile(rf"\b(?:{_PLATFORM_NAMES})\b")
"""The names of well-known platforms; a list of our own."""

_PLATFORMS = re.compile(
    rf"\b({_PLATFORM_NAMES}|"
    r"(?:Online-|Internet-)?Plattform|Telegram-Kanal|Kurznachrichtendienst|Internetseite|Webseite|Website)\b"
)
_AGENCY = re.compile(
    r"(?i)(nachrichten-?agentur|presse-?agentur|staatsagentur|\bagentur(?:en)?\b(?! für)|"
    r"\bassociated press\b|\bria nowosti\b)"
)
_OUTLET = re.compile(
    r"(?i)(zeitung|magazin\b|magazins\b|\b\w*sender|sendung|\b\w*portal\b|fernsehen|rundfunk|funkhaus|hörfunk|rundschau|"
    r"spiegel\b|spiegels\b|tage?blatt|wochenblatt|kreisblatt|volksblatt|"
    r"\bblatt|anzeiger\b|kurier\b|merkur\b|observer\b|herald\b|tribune\b|\bbote\b|\bboten\b|"
    r"\btimes\b|(?<=[\w.] )(?<!deutsche )(?<!deutschen )(?<!die )(?<!der )post\b|[„»\"]post\b|\bnews\b|"
    r"(?<!das )(?<!dem )(?<!ein )(?<!im )\bbild\b|\bwelt\b|\bstern\b|\bfocus\b|"
    r"\bards?\b|\bzdfs?\b|\bndrs?\b|\bwdrs?\b|\bmdrs?\b|"
    r"\bswr\b|\brbb\b|\brtl\b|\bcnn\b|\bbbc\b|\bnbc\b|deutschlandfunk|\btaz\b|zeitschrift|"
    r"wochenbericht|nachrichten\b|"
    r"\bjournal\b|guardian|le monde|redaktion|online-?dienst|netzwerk \w*recherche|radio\b|"
    r"\b(?:online-?|exil-?)?mediums?\b|nachrichtenseite|\btv\b|\bn-?tv\b|\bcbs\b|\babc\b|\bmsnbc\b|\bcnbc\b|\borf\b|\bsrf\b|\bnzz\b|\bfaz\b|\bf\.a\.z\.|\bhr-info|"
    r"\bbayerische[nr]? rundfunk|\baxios\b|\bsemafor\b|\bpolitico\b|\beconomist\b|\bnewsweek\b|\bthe atlantic\b|"
    r"\bnew yorker\b|\bfrankfurter allgemeine|\bsüddeutsche|handelsblatt|morgenpost|abendblatt|\bcorrectiv\b|"
    r"\bal-?dschasira\b|\bal jazeera\b|\bkyiv independent\b|\bukrajinska prawda\b|\bkommersant\b|\bmeduza\b|"
    r"\biswestija\b|\bsuspilne\b|\ble figaro\b|\brepubblica\b|corriere della sera|\bel país\b|\bhaaretz\b|"
    r"\bt-online\b|\btagesschau\b|\btagesthemen\b|\bpodcast\b|talkshow|talksendung|talkrunde)"
)
_REPORTS = re.compile(
    r"(?i)(medienbericht|presseberich|zeitungsberich|agenturmeldung|agenturberich|medienangaben|"
    r"pressemeldung|gerücht|\bmedien\b|medieninformation|"
    r"^(?:(?:ersten?|unbestätigten?|übereinstimmenden?|lokalen?|anderen?|mehreren?) )*berichten?$)"
)
_ANONYMOUS = re.compile(
    r"(?i)(nicht (?:namentlich )?genannt|anonym|ungenannt|namentlich nicht|insider|"
    r"(?<!land)(?<!wahl)(?<!stadt)\w{3,}kreisen?\b|\bkreisen\b|\bumfeld\b|"
    r"vertraute[nrs]? (?:person|quelle|mitarbeiter|beamte|leute)|"
    r"\bquellen?\b|informant|whistleblower|augenzeuge|eingeweiht|personen, die|menschen, die mit|"
    r"vertraut sind|vertraut ist|geheimdienstler)"
)
_HIGH = re.compile(
    r"(?i)\b(?:hochrangig|ranghoh|hoh)\w*\b.*\b(?:beamt|vertreter|regierungs|offizier|diplomat|"
    r"mitarbeiter|funktionär)"
)
_DOCUMENT = re.compile(
    r"(?i)(bericht\w{0,2}\b|studie\w?\b|gutachten|dokument|unterlagen|papiere?n?\b|papiers\b|\bbrief\b|\w+brief\b|"
    r"schreiben\b|präsentation|\w*e?-?mails?\b|vermerk|protokoll|urteil|gesetz|entwurf|"
    r"analyse|statistik|umfrage|erhebung|tagebuch|akten?\b|vertrag|interview|broschüre|buch\b|memo\b|"
    r"chats?\b|nachrichten\b)"
)
_ORGANISATION = re.compile(
    r"(?i)(polizei|ministeri|regierung|partei|fraktion|gericht|behörde|\bamte?s?\b|\w+amt\b|\w+amte?s\b|verband|"
    r"verbund|verein|universität|hochschule|institut|union|konzern|opposition|koalition|mission\b|"
    r"unternehmen|firma|staatsanwaltschaft|gewerkschaft|kommission|rates?\b|\w+rat\b|\w+rats\b|bank\b|\bag\b|gmbh|"
    r"stiftung|kirche|armee|militär|feuerwehr|vorstands?\b|büro|landkreis|stadtwerke|rechnungshof|"
    r"organisation|gesellschaft|bündnis|ausschuss|parlament|senat\b|weißes? haus|weißen haus|kreml|nato|"
    r"\bun\b|\buno\b|\beu\b|\bspd\b|\bcdu\b|"
    r"\bcsu\b|\bfdp\b|grünen?\b|linke\b|\bafd\b|agentur|zentrum|museum|klinik|krankenhaus|betreiber|"
    r"hersteller|veranstalter|initiative|"
    r"dienst\b|dienstes\b|bund\b|bundes\b|kammer|werke?\b|fonds|club\b|gruppe\b|seite\b|leitung\b|"
    r"verwaltung|bundestag|(?<!haupt)stadt\b|gemeinde\b|"
    r"bundesanwaltschaft|bundeswehr|botschaft\b|zentrale\b|vereinigung|akademie|kantonspolizei|"
    r"staatskanzlei|jury|genossenschaft|holding| & |"
    r"\b(?:agency|university|institute|council|foundation|association|committee|court|office|department|ministry|company|"
    r"corporation|group|party|police|army|commission|board|authority|federation|league|cent(?:er|re)|society)\b)"
)
PERSON = re.compile(
    r"(?i)(sprecher|minister(?!i[aeu])|präsident(?!ium)|kanzler(?!amt)|chef|leiter(?!werk)|vorsitzende|direktor(?!ium)|"
    r"professor|dr\.|anwalt(?!schaft)|anwältin|richter|sekretär(?!iat)|beauftragte|gesandte|"
    r"bürgermeister|general\b|forscher|experte|expertin|autor|frau\b|herrn?\b|mann\b|zeuge|trainer|manager|"
    r"politiker|abgeordnete|landrat\b|rätin|"
    r"kommissar|botschafter(?!in\w)|gründer|wissenschaftler|könig|papst|bischof|pfarrer|kardinal|schüler|student|"
    r"lehrer|opfer|angeklagte|täter|"
    r"fahrer|pilot|kapitän|geschäftsführer|historiker|journalist|reporter|korrespondent|"
    r"\w{3,}(?<!berl)(?<!mediz)(?<!magaz)(?<!term)(?<!dubl)in\b$|bewohner|nachbar|arzt|ärztin)"
)
"""Words that stand for one person, as a rule with a role or a name."""

_SPEAKS_FOR = re.compile(
    r"(?i)(sprecher|pressestelle|minister(?!i[aeu])|präsident(?!ium)|bürgermeister|kanzler(?!amt))"
)
_SOMEBODY = re.compile(
    r"(?i)(person(?:en)?\b|mitglied(?:er|ern|s)?\b|beamt\w*|teilnehm\w+|zeug(?:e|in|en)\b|leute\b|fachleuten?\b|"
    r"mutter\b|vater\b|eltern\b|angehörige\w*|verwandte\w*|beschäftigte\w*|überlebende\w*|mann\b|männer\w?\b|frau(?:en)?\b|"
    r"\w+(?:er|ern|erin|erinnen|ist|isten|istin|ent|enten|entin|ant|anten|antin|eur|eure|euren|eurin|oge|ogen|ogin|"
    r"mann|frau|leute|kraft|kräfte|ling|jährige[nr]?)\b|\w*(?:sold|diplom|kandid|demokr)at(?:en)?\b)"
)
"""Nouns for people by their endings; only asked where nothing tells an organisation, an outlet or a document."""

_AGED = re.compile(r"\b\d{1,3}-[jJ]ährige[nr]?\b")
"""What is said of people only: "der 34-jährige Seemann"."""

_LONGEST = 400
"""Code points of a phrase that are looked at."""

_SINGULAR = wordlist("er sie dieser diese der jener jene letzterer letztere")
_SOME = re.compile(
    r"(?i)^(?:einer?|eines|einem|einen|zwei|drei|vier|fünf|mehrere[nr]?|einige[nr]?|viele|manche|andere|weitere)\b"
)
_DEFINITE = re.compile(
    r"(?i)^(?:der|die|das|dem|den|des|diese[rsmn]?|ihr|ihre[mnrs]?|sein|seine[mnrs]?|unsere?[mnrs]?)\s"
)
_OTHERS = re.compile(
    r"(?i)^(?:(?:einer|eine|eines|keiner) (?:von|der|dieser)\b|(?:der|die|das) (?:eine|andere|erste|zweite)$)"
)
_ARTICLE = re.compile(
    r"(?i)^(?:der|die|das|dem|den|des|diese[mnrs]?|eine[mnrs]?|ein|ihre[mnrs]?|seine[mnrs]?|einige[nr]?)\s+"
)
_BRACKETS = re.compile(r"\s*\([^)]*\)")
_QUOTED = re.compile(r"[„\"»“‚](?P<name>[^“”\"«‘„»]{2,60})[“”\"«‘]")
_MEDIA = (
    r"(?:nachrichten|fernseh|radio|us-|fernsehnachrichten)?senders?|(?:nachrichten|wochen|online-?|fach|internet)?magazins?|"
    r"(?:nachrichten|online-?|internet|investigativ)?portals?|"
    r"(?:tages|wochen|sonntags|boulevard|wirtschafts|regional)?zeitung|zeitschrift|blatte?s?|onlinedienst|"
    r"(?:online-?|exil-?|nachrichten)?mediums?|nachrichtenseite"
)
_CLASS = re.compile(
    r"(?i)^(?:(?:us-|deutsche[nrs]? |britische[nrs]? |russische[nrs]? |amerikanische[nrs]? |"
    r"staatliche[nrs]? |private[nrs]? )*)"
    rf"(?:nachrichtenagentur|presseagentur|agentur|{_MEDIA}|(?:online-)?plattform|"
    r"kurznachrichtendienst(?:es)?|netzwerke?s?)\s+(?=\S)"
)
_NAMED = r"[ ][„»\"]?(?P<name>[A-ZÄÖÜ][\w-]*(?: [A-ZÄÖÜ][\w-]*)?)"
_INTRODUCED = (
    (
        EntityKind.PLATFORM,
        re.compile(rf"(?:[Pp]lattform|[Nn]etzwerk|[Kk]urznachrichtendienst|[Mm]essengerdienst)e?s?{_NAMED}"),
    ),
    (EntityKind.OUTLET, re.compile(rf"\b(?i:{_MEDIA}){_NAMED}")),
    (
        EntityKind.AGENCY,
        re.compile(r"[Aa]gentur[ ](?P<name>(?!(?:in|mit|am|im|zu|und|vor|von|aus|der|nach|für)\b)[\w-]{2,12})"),
    ),
    (EntityKind.AGENCY, re.compile(r"\b(?:[Dd]ie|[Dd]er) (?P<name>[a-z]{1,2}(?:pa|na|da|fp|pd))\b")),
)
"""Class nouns before a name; and short names of the shape of an agency's behind an article."""


def introduced(text: str) -> dict[str, EntityKind]:
    """The names that the text introduces with a class noun, by their small letters: "die Plattform Kanalo".

    >>> introduced("Das schrieb er auf der Plattform Kanalo, meldet die Agentur tap.")
    {'kanalo': <EntityKind.PLATFORM: 'platform'>, 'tap': <EntityKind.AGENCY: 'agency'>}
    """
    return {name.lower(): what for what, name in _introduced(text)}


def _introduced(text: str) -> Iterator[tuple[EntityKind, str]]:
    for what, pattern in _INTRODUCED:
        yield from ((what, found["name"]) for found in pattern.finditer(text))


def kind(phrase: str, names: Sequence[str] = (), known: Mapping[str, EntityKind] | None = None) -> EntityKind:
    """The sort of thing that `phrase` names; `names` are its words that the tagger takes for proper names.

    `known` are names that the article introduces. A spokesperson is a person, even where the words are the body's; an
    unnamed one of many is anonymous; `UNKNOWN` where nothing tells.

    >>> kind("der Agentur AFP").value, kind("zwei Insider").value, kind("Werksleiter Brandt", ["Brandt"]).value
    ('agency', 'anonymous', 'person')
    >>> kind("zwei Regierungsvertreter").value, kind("die EU-Gesandte Änne Voss", ["Änne", "Voss"]).value
    ('anonymous', 'person')
    """
    phrase = phrase[:_LONGEST]
    return _kind(phrase, tuple(names), _known(phrase, known) if known else None)


def _known(phrase: str, known: Mapping[str, EntityKind]) -> EntityKind | None:
    named = label(phrase).lower()
    return known.get(named) or known.get(named.removesuffix("s"))


@lru_cache(1 << 14)
def _kind(phrase: str, names: tuple[str, ...], known: EntityKind | None) -> EntityKind:
    low = phrase.lower()
    if _ANONYMOUS.search(phrase) or _OTHERS.match(phrase) or (_HIGH.search(phrase) and len(names) < 2):
        return EntityKind.ANONYMOUS
    head = re.split(r"\b(?:des|der|eine[rs]|von|vom|für|im|in|an|aus)\b|[,(]", _ARTICLE.sub("", phrase), maxsplit=1)[
        0
    ].strip()
    head = head or phrase
    first = head.split()[0] if head.split() else head
    if _full_name(head, names):
        return EntityKind.PERSON
    if PERSON.search(_QUOTED.sub("", head) or head) and not _OUTLET.search(first) and not _body(head, names):
        return _someone(phrase, head, names)
    return _thing(phrase, head, names, known) or _lone(phrase, head, low, names)


def _full_name(head: str, names: Sequence[str]) -> bool:
    """True if the phrase begins with two proper names that are nobody's but a person's."""
    words = head.split()
    alike = len(words) >= 2 and len(names) >= 2 and words[:2] == [*names[:2]]
    return alike and not (_OUTLET.search(head) or _ORGANISATION.search(head) or _PLATFORMS.search(head))


def _body(head: str, names: Sequence[str]) -> bool:
    """True for "Richterbund" and "Lehrerverband": the head's last common noun is a body's."""
    common = [word for word in head.split() if word not in names]
    return bool(common) and not names and bool(_ORGANISATION.search(common[-1])) and not PERSON.search(common[-1][-12:])


def _someone(phrase: str, head: str, names: Sequence[str]) -> EntityKind:
    """A person; an unnamed one among others is anonymous, unless it is the office that speaks."""
    unnamed = not names and not _DEFINITE.match(phrase) and not _SPEAKS_FOR.search(head)
    plural = head[:1].isupper() and head.endswith(("en", "er", "ern", "innen"))
    return EntityKind.ANONYMOUS if unnamed and (_SOME.match(phrase) or plural) else EntityKind.PERSON


def _thing(phrase: str, head: str, names: Sequence[str], known: EntityKind | None) -> EntityKind | None:
    """What the phrase names if it is no person."""
    words = {word.strip('„“”"»«()., ').lower() for word in phrase.split()}
    if _REPORTS.search(phrase):
        return EntityKind.REPORTS
    if words & AGENCIES or _AGENCY.search(phrase):
        return EntityKind.AGENCY
    if known:
        return known
    if _PLATFORMS.search(phrase):
        return EntityKind.PLATFORM
    if _OUTLET.search(phrase) and not (len(names) >= 2 and not _OUTLET.search(head)):
        return EntityKind.OUTLET
    if _DOCUMENT.search(head):
        return EntityKind.DOCUMENT
    someone = _SOMEBODY.search(head.split()[-1] if head.split() else head)
    if _ORGANISATION.search(head) and not (someone and _SOME.match(phrase)):
        return EntityKind.ORGANISATION
    return None


def _lone(phrase: str, head: str, low: str, names: Sequence[str]) -> EntityKind:
    """A person whom only a name, a pronoun or a noun for people tells."""
    if (len(names) >= 2 and "&" not in phrase) or low in _SINGULAR:
        return EntityKind.PERSON
    if _AGED.search(phrase):
        return EntityKind.PERSON if _DEFINITE.match(phrase) else EntityKind.ANONYMOUS
    last = head.split()[-1] if head.split() else ""
    if not set(names) & set(head.split()) and last[:1].isupper() and _SOMEBODY.search(last):
        return EntityKind.ANONYMOUS
    return EntityKind.UNKNOWN


def label(phrase: str) -> str:
    """The name in a phrase, without article, class noun and quotation marks.

    >>> label("das Portal „Nordlicht“"), label("der Nachrichtenagentur AFP"), label("zwei Insider")
    ('Nordlicht', 'AFP', 'zwei Insider')
    >>> label("das Institut für Flusskunde (IFK)")
    'Institut für Flusskunde'
    """
    quoted = _QUOTED.search(phrase[:_LONGEST])
    if quoted:
        return quoted["name"].strip()
    bare = _ARTICLE.sub("", " ".join(_BRACKETS.sub("", phrase).split()))
    if phrase.lower().startswith("des ") and " " not in bare and len(bare) > 4:
        bare = bare.removesuffix("s")
    bare = _CLASS.sub("", bare)
    bare = bare.strip(" ,;:–-()")
    return (bare[0] if len(bare) == 2 and bare[1] == "." else bare) or phrase.strip()
