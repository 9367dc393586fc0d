"""What a speaker does with what is said, as far as the wording tells: state, demand, promise, predict, ask, deny it."""

from __future__ import annotations

import re

from kg.records import Modality, SpeechType

_PAST_DUTY = re.compile(r"\b(?:hab|hätt|gehabt)\w*\b[^.;:]*\b(?:müssen|sollen|dürfen)\b", re.IGNORECASE)
_DEMAND = re.compile(
    r"\b(?:muss|müssen|müsse|müssten|müsste|solle|sollen|soll|sollten|sollte|dürfe|dürfen)\b"
    r"|\b(?:Bedingung|Voraussetzung)\s+(?:ist|sei|dafür)\b|\b(?:erwarte|verlange|fordere)\w*\b|\bmöchte\b.*\bhaben\b"
    r"|\bruf\w*\b.*\b(?:auf|zu)\b",
    re.IGNORECASE,
)
_HEARSAY = re.compile(
    r"\b(?:soll|sollen|solle|sollten|müsse|müssen|muss|müssten)\b[^.;:]*\b(?:haben|sein|müssen)[\s.“”»«\"]*$"
    r"|\b(?:soll|sollen)\b[^.;:]*\b(?:bereits|schon|längst|seit)\b"
)

_VERB = r"(?!ge\w+en\b|zu\b|(?:müss|soll|dürf|könn|woll)en\b)[a-zäöü]\w+(?:en|ern|eln|tun)\b"
_END = r"(?=\s*(?:[,.;:!“”»«\"‘’)]|und\b|oder\b|als\b|$))"
_WILL = r"\b(?:wird|werde|werden|würde|würden|wirst|werdet)\b"
_FUTURE = re.compile(rf"{_WILL}[^.;:]*?\b{_VERB}{_END}|\b{_VERB}\s+{_WILL}{_END}")
_LATER = (
    r"\b(?:künftig|demnächst|bald|morgen|übermorgen|nächste[nrsm]?|kommende[nrsm]?|noch\s+(?:in\s+)?diese[mnrs]?"
    r"|bis\s+(?:Ende|Mitte|Anfang|zum|20\d\d))\b"
)
_EXPECTS = re.compile(
    rf"{_WILL}[^.;:]*{_LATER}|\brechne[nt]?\b[^.;:]*\bmit\b|\bvoraussichtlich\b",
    re.IGNORECASE,
)
_OWN_ACT = re.compile(
    r"\b(?:ich|wir)\b[^.;:]*\bwerden?\b|\bwerden?\b\s+(?:ich|wir|er|sie|man)\b|\b(?:ich|wir|er|man)\s+werden?\b"
    r"|\bdafür\s+steh\w*\s+(?:ich|wir|er|sie)\b|\b(?:sei|bin|ist|sind)\b[^.;:]*\bbereit,"
    r"|\b(?:verspreche|garantiere|versichere)\w*\b|\bwir\s+(?:bleiben|kämpfen|halten)\b",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\bkeine\s+Rede\b|\bfrei\s+erfunden\b|\bnie(?:mals)?\s+die\s+Rede\b|\baus\s+der\s+Luft\s+gegriffen\b|^\W*nein\b"
    r"|\bstimm(?:t|e|en)\s+(?:so\s+)?nicht\b|\b(?:un|nicht\s+)(?:wahr|zutreffend|richtig)\b"
    r"|\b(?:nie(?:mals)?|nirgendwo|weder)\b[^.;:]*"
    r"\b(?:gesagt|gesprochen|behauptet|gegeben|versprochen|gedacht|unterschrieben|vorgelegen|vorgelegt)\b"
    r"|\bstamm(?:t|e)\s+nicht\b|\b(?:gibt|gebe|gab)\s+es\s+(?:gar\s+|überhaupt\s+)?(?:nicht|kein\w*)\b(?!\s+Zweifel)",
    re.IGNORECASE,
)


def modality(text: str, type_: SpeechType = SpeechType.DIRECT) -> Modality:
    """What the wording makes of its content; `type_` tells hearsay ("soll …") from demands.

    >>> [modality(text).value for text in ("Wer war das?", "Davon könne keine Rede sein", "Das wird teuer werden")]
    ['questioned', 'denied', 'predicted']
    """
    if text.rstrip("“”\"'»«‘’ ").endswith("?"):
        return Modality.QUESTIONED
    if _DENIAL.search(text):
        return Modality.DENIED
    if _DEMAND.search(text) and not (_HEARSAY.search(text) or _PAST_DUTY.search(text) or _free(type_, text)):
        return Modality.DEMANDED
    future = _FUTURE.search(text) or _EXPECTS.search(text)
    if _OWN_ACT.search(text) and (future or not re.search(_WILL, text)):
        return Modality.PROMISED
    return Modality.PREDICTED if future else Modality.ASSERTED


def _free(type_: SpeechType, text: str) -> bool:
    return type_ is SpeechType.FREE_INDIRECT and re.search(r"\bsoll(?:en)?\b", text) is not None
