"""Whom a pronoun, a surname or a role goes back to: a fuller name, or the unnamed one, in the same article.

What counts is whom the text is about: the subjects of its sentences and those who speak, the last one first.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.extract import gender
from kg.extract.bodies import Bodies
from kg.extract.clauses import Sentence, Word
from kg.extract.gender import Gender
from kg.extract.kinds import PERSON, kind
from kg.extract.mentions import (
    DEFINITE,
    HER,
    HIS,
    NAMING,
    are_alike,
    documents,
    genitive,
    is_attached,
    is_household,
    is_misread_role,
    is_plural,
    is_relative,
    lone_places,
    main_subject,
    namings,
    possessor,
)
from kg.extract.people import Name, People, surnames
from kg.extract.phrases import subject
from kg.records import EntityKind, Span

_REACH = 1500
"""Code points over which a pronoun reaches back; about three paragraphs of news."""

_NEAR = 600
"""Code points over which "die Chefärztin" can be she whom the text speaks of, without the role being hers before."""

_PRONOUNS = frozenset(["er", "sie", "dieser", "diese", "der", "es"])
_POINTING = frozenset(["der", "dieser", "diese"])

_VOICELESS = frozenset(["begründung", "anfrage", "nachfrage"])
"""What stands behind "hieß es zur …" and "auf …", and speaks for nobody."""

_STEP = 250
"""Code points over which "Der" and "Dieser" point back: a sentence."""

_SOME_BODY = re.compile(r"(?:organisation|denkfabrik|einrichtung|institution|thinktank|think-tank|ngo)$")
_SPOKES = re.compile(r"s?(?:sprecher|sprecherin)$")
_ADVERBS = frozenset(["darin", "demnach", "danach", "demzufolge"])
_HUMAN = frozenset([EntityKind.PERSON, EntityKind.ANONYMOUS])
_BODIES = frozenset([EntityKind.ORGANISATION, EntityKind.OUTLET, EntityKind.AGENCY])


@dataclass(frozen=True, slots=True, order=True)
class Topic:
    """Someone or something that a sentence is about; `span` is the fullest mention known.

    `surname` is that of one who has no `name`: "der andere Vogt".
    """

    at: int
    span: Span = field(compare=False)
    gender: Gender = field(compare=False)
    kind: EntityKind = field(compare=False)
    name: Name | None = field(compare=False, default=None)
    nouns: tuple[str, ...] = field(compare=False, default=())
    plural: bool = field(compare=False, default=False)
    surname: str = field(compare=False, default="")


class Antecedents:
    """The persons and topics of one article, asked for the fuller mention behind a speaker's words.

    `speakers` are the words of those who speak, by offset; `quoted` are the stretches that they say, whose subjects are
    no topics. What has been asked becomes a topic itself, so ask in the order of the text.
    """

    def __init__(
        self,
        sentences: Sequence[Sentence],
        speakers: Mapping[int, Sequence[Word]],
        quoted: Sequence[Span],
        known: Mapping[str, EntityKind] | None = None,
    ) -> None:
        self.people = People(sentences)
        self.bodies = Bodies(sentences, self.people.by_surname)
        self.known = known or {}
        self.sentences = sentences
        self.quoted = quoted
        self.begins = [sentence.words[0].start for sentence in sentences]
        self.starts = [name.span.start for name in self.people.names]
        self.mentions = sorted(namings(sentences, self.people), key=lambda item: item[0])
        self.offsets = [offset for offset, _ in self.mentions]
        self.surnames = {name for sentence in sentences for name in surnames(sentence.words)}
        self.places = {name for sentence in sentences for name in lone_places(sentence.words)}
        self.documents = sorted(span for sentence in sentences for span in documents(sentence))
        self.topics: list[Topic] = []
        self.spans: dict[Span, Topic] = {}
        for topic in self._topics(sentences, speakers, quoted):
            insort(self.topics, topic)
            self.spans.setdefault(topic.span, topic)

    def of(self, words: Sequence[Word], verb: str | None) -> Span | None:
        """The span of the fuller mention that the mention `words` goes back to; None if it needs or finds none.

        `verb` is the finite cue verb, which tells a singular "sie" from a plural.
        """
        if not words:
            return None
        found = self._find(words, verb)
        topic = found and self._topic_at(found)
        if topic and words[0].start > topic.at:
            insort(self.topics, _moved(topic, words[0].start))
        return found or self.bodies.of(words)

    def kind_of(self, span: Span) -> EntityKind:
        """The sort of topic that stands at `span`, if it is one."""
        return self.spans[span].kind if span in self.spans else EntityKind.UNKNOWN

    def _find(self, words: Sequence[Word], verb: str | None) -> Span | None:
        start = words[0].start
        if cut := self._cut(words):
            return cut
        if words[0].low.startswith("eigen"):
            return self._own(start)
        proper = [w for w in words if w.tag == "NE" and not is_misread_role(words, w)]
        if is_relative(words):
            return self._relative(start)
        if words[-1].low in _VOICELESS:
            return self._body_before(start, start - _NEAR)
        if self._is_whence(words):
            return self._body_before(start, self._last_sentence(start))
        if len(words) == 1 and words[0].low in _POINTING and (named := self._just_named(words[0].low, start)):
            return named
        if len(words) == 1 and words[0].low in _PRONOUNS:
            return self._pronoun(words[0].low, start, verb)
        if owner := possessor(words):
            return self._pronoun(owner, start, verb)
        if is_household(words):
            return self._householder(words, start)
        if len(words) == 1 and words[0].low in _ADVERBS:
            return self._document(words[0].low, start)
        if len(proper) >= 2:
            return None
        inner = genitive(words)
        if inner is not None:
            return self.bodies.of([w for w in words if w.start >= inner.start]) or inner
        surname = proper[0] if proper else words[-1]
        attached = any(w.low in ("des", "der", "von") for w in words[1:])
        if not attached and self.people.bearers(surname.text):
            return self._surname(surname.text, words)
        if proper and not attached:
            return self._that_body(words, start)
        return self._role(words, start) or self._voice(words, start) or self._that_body(words, start)

    def _cut(self, words: Sequence[Word]) -> Span | None:
        """The full name of which the words are but a piece: "Tzipi" of "Tzipi Livni"."""
        at = bisect_right(self.starts, words[0].start) - 1
        name = self.people.names[at].span if at >= 0 else None
        inside = name is not None and words[-1].end <= name.end
        return name if name and inside and (words[0].start, words[-1].end) != (name.start, name.end) else None

    def _householder(self, words: Sequence[Word], start: int) -> Span | None:
        """Whose house "ihr Haus" and "Vogts Büro" are; a body's house is what it is called."""
        low = words[0].low
        if low in HIS | HER:
            owner = self._pronoun("er" if low in HIS else "sie", start, None)
        else:
            owner = self._surname(words[-2].text, words[-2:-1])
        return owner if owner and self.people.is_named(owner) else None

    def _own(self, start: int) -> Span | None:
        """The subject of the clause whose "eigene Angaben" are meant."""
        sentence = self._sentence(start)
        k = sentence.segment_of(bisect_left(sentence.words, start, key=lambda word: word.start))
        seg = sentence.segments[k]
        verb = next(iter(sentence.finite(seg)), None)
        found = subject(sentence, verb, seg.start, seg.end, last=sentence.subordinate(k)) if verb is not None else None
        return Span(sentence.words[found[0]].start, sentence.words[found[1] - 1].end) if found else None

    def _sentence(self, start: int) -> Sentence:
        return self.sentences[max(0, bisect_right(self.begins, start) - 1)]

    def _last_sentence(self, start: int) -> int:
        """Where the sentence before that of `start` begins."""
        return self.begins[max(0, bisect_right(self.begins, start) - 2)]

    def _is_whence(self, words: Sequence[Word]) -> bool:
        """True for the place of "hieß es aus Oberau", with or without its preposition; not if it opens the sentence."""
        if words[-1].text not in self.places or len(words) > 2:
            return False
        told = self._sentence(words[0].start).words
        before = told[max(0, bisect_left(told, words[-1].start, key=lambda word: word.start) - 1)]
        return before.text == "aus" and (len(words) == 1 or words[0] == before)

    def _body_before(self, start: int, since: int) -> Span | None:
        """The body that the text spoke of last before `start`, no earlier than `since`, if it spoke of nobody after."""
        topic = next(self._before(start), None)
        if topic is None or topic.kind not in _BODIES or topic.at < since:
            return None
        return self.bodies.at(topic.span) or topic.span

    def _that_body(self, words: Sequence[Word], start: int) -> Span | None:
        """The body spoken of last, for "die Organisation" and "die amerikanische Denkfabrik" without a name."""
        if words[0].low not in DEFINITE or not _SOME_BODY.search(words[-1].low) or self.bodies.of(words):
            return None
        topics = (t for t in self._before(start) if t.kind is EntityKind.ORGANISATION and t.at > start - _NEAR)
        topic = next(topics, None)
        return (self.bodies.at(topic.span) or topic.span) if topic else None

    def _voice(self, words: Sequence[Word], start: int) -> Span | None:
        """The body for which an unnamed spokesperson speaks, where the words leave it to the text before."""
        of = next((i for i, w in enumerate(words) if i and w.low in ("des", "der", "vom")), len(words))
        head = next((w for w in words[:of] if _SPOKES.search(w.low)), None)
        if head is None:
            return None
        if of < len(words):
            return self.bodies.of(words[of:])
        if not _SPOKES.match(head.low):
            return self.bodies.short(_SPOKES.sub("", head.low), start)
        topics = (t for t in self._before(start) if t.kind is EntityKind.ORGANISATION and t.at > start - _NEAR)
        topic = next(topics, None)
        return (self.bodies.at(topic.span) or topic.span) if topic else None

    def _relative(self, start: int) -> Span | None:
        """The phrase before the comma that a relative pronoun takes up: "die kpa, die …"."""
        words = self._sentence(start).words
        at = bisect_left(words, start, key=lambda word: word.start)
        if at < 2 or words[at - 1].text != ",":
            return None
        end = next((k + 1 for k in range(at - 2, -1, -1) if words[k].tag in NAMING or words[k].mark), 0)
        leads = (k for k in range(end - 2, max(-1, end - 9), -1) if words[k].tag in ("ART", "PPOSAT", "PDAT"))
        first = next((k for k in leads if not is_attached(words, k)), None)
        if first is None:
            return None
        phrase = Span(words[first].start, words[end - 1].end)
        name = self._named_in(phrase)
        return name.span if name and name.span.end == phrase.end else phrase

    def _just_named(self, low: str, start: int) -> Span | None:
        """Who was named last before "Der" and "Dieser", which do not take up the subject again as "er" does."""
        wanted = Gender.FEMALE if low == "diese" else Gender.MALE
        near = (n for n in self._named_before(start) if n.span.start > start - _STEP)
        person = next((n.span for n in near if self.people.person(n).gender.fits(wanted)), None)
        body = self.bodies.last_female(start) if low == "diese" else None
        found = max(filter(None, (person, body)), default=None)
        return found if found and found.start > start - _STEP else None

    def _surname(self, text: str, words: Sequence[Word]) -> Span | None:
        """The one bearer; of several, the one of that role or gender whom the text spoke of last."""
        start = words[0].start
        bearers = self.people.bearers(text)
        labels = {name.label for name in bearers}
        nouns = [w.low for w in words if w.tag in ("NN", "NNA")]
        other = self._other_bearer(text, start) if len(words) == 1 else None
        if other or (not nouns and words[0].low in ("der", "die") and not self._fits(bearers, words[0].low)):
            return other
        if nouns:
            told = gender.of_role(nouns[-1], words[0].low)
            bearers = [n for n in bearers if self.people.person(n).gender.fits(told)]
            fitting = [
                n for n in bearers if any(are_alike(noun, r) for noun in nouns for r in self.people.person(n).roles)
            ]
            bearers = fitting or bearers
            labels = {name.label for name in bearers}
        if len(labels) > 1:
            last = next((t.name for t in self._before(start) if t.name in bearers), None)
            bearers = [last] if last else bearers
        if not bearers:
            return None
        at = bisect_left(bearers, start, key=lambda name: name.span.start)
        return bearers[max(0, at - 1)].span

    def _fits(self, bearers: Sequence[Name], article: str) -> bool:
        """True if one of them has the article's gender."""
        told = Gender.MALE if article == "der" else Gender.FEMALE
        return any(self.people.person(name).gender.fits(told) for name in bearers)

    def _other_bearer(self, surname: str, start: int) -> Span | None:
        """The namesake of whom the text spoke last, if no full name was given: "der andere Vogt"."""
        called = (t for t in self._before(start) if surname == (t.name.parts[-1] if t.name else t.surname))
        last = next(called, None)
        return last.span if last and last.name is None else None

    def _pronoun(self, low: str, start: int, verb: str | None) -> Span | None:
        """The topic before that gender and number fit; else the person named last."""
        wanted = {"sie": Gender.FEMALE, "diese": Gender.FEMALE, "es": Gender.NEUTER}.get(low, Gender.MALE)
        plural = wanted is Gender.FEMALE and verb is not None and is_plural(verb)
        fitting = [t for t in self._before(start) if t.plural == plural and (plural or t.gender.fits(wanted))]
        human = next((t for t in fitting if t.kind in _HUMAN and t.at > start - _NEAR), None)
        here = self._last_sentence(start)
        before = human is None or human.at < here
        if before and low in ("er", "sie") and not plural and (fresh := self._only_one_named(start, wanted)):
            return fresh
        body = next((t for t in fitting[:1] if t.kind in _BODIES and t.at >= here), None) if before else None
        for topic in (body, human, *fitting):
            if topic:
                return topic.span
        if plural or wanted is Gender.NEUTER:
            return None
        near = (n.span for n in self._named_before(start) if self.people.person(n).gender.fits(wanted))
        return next(near, None)

    def _only_one_named(self, start: int, wanted: Gender) -> Span | None:
        """The one person of that gender whom the sentence before names, whatever part they play in it."""
        k = bisect_right(self.begins, start) - 2
        if k < 0:
            return None
        near = [n for n in self._named_before(self.begins[k + 1]) if self.people.person(n).gender.fits(wanted)]
        lo, hi = bisect_left(self.offsets, self.begins[k]), bisect_left(self.offsets, self.begins[k + 1])
        told = (n for offset, n in self.mentions[lo:hi] if not any(s.start <= offset < s.end for s in self.quoted))
        names = {n.label for n in told if n in near}
        return next((n.span for n in near if n.label in names), None) if len(names) == 1 else None

    def _document(self, low: str, start: int) -> Span | None:
        """The document or speaker behind "heißt es darin" and "demnach"."""
        at = bisect_left(self.documents, start, key=lambda span: span.start)
        last = self.documents[at - 1] if at and self.documents[at - 1].start > start - _NEAR else None
        topic = None if low == "darin" else next(self._before(start), None)
        if topic is None or (last and last.start > topic.at):
            return last
        return topic.span

    def _before(self, start: int) -> Iterator[Topic]:
        """The topics before `start` within reach, the last one first."""
        for k in range(bisect_left(self.topics, start, key=lambda topic: topic.at) - 1, -1, -1):
            if self.topics[k].at < start - _REACH:
                return
            yield self.topics[k]

    def _named_before(self, start: int) -> list[Name]:
        """The persons named before `start` within reach, the last one first."""
        hi = bisect_left(self.offsets, start)
        lo = bisect_left(self.offsets, start - _REACH)
        return [name for _, name in self.mentions[lo:hi][::-1]]

    def _role(self, words: Sequence[Word], start: int) -> Span | None:
        """The bearer of a role named with the definite article, else the topic whom it may describe."""
        tags = ("NN", "NNA", "ADJA")
        found = (w for w in words if w.tag in tags or is_misread_role(words, w))
        nouns = [w.low for w in found if any(c.isupper() for c in w.text)]
        if words[0].low not in DEFINITE or not nouns or words[0].low == "des":
            return None
        if gender.is_plural(nouns[0], words[0].low):
            return None
        head, wanted = nouns[0], gender.of_role(nouns[0], words[0].low)
        attached = any(w.low in ("des", "der", "von") for w in words[1:])
        bearers = {
            p.label: p
            for p in self.people.persons.values()
            if p.gender.fits(wanted) and any(are_alike(head, r) for r in p.roles)
        }
        if len(bearers) == 1 and PERSON.search(head):
            return self._last_name(next(iter(bearers)), start)
        for topic in self._before(start):
            if topic.name and topic.name.label in bearers:
                return topic.span
            same = any(are_alike(head, noun) for noun in topic.nouns) and topic.gender.fits(wanted)
            if same and topic.name is None and not attached and topic.kind in _HUMAN:
                return topic.span
        aged = any(w.low.endswith(("jährige", "jähriger")) for w in words[:3])
        if not PERSON.search(head) and not aged:
            return None
        near = next((t for t in self._before(start) if t.kind in _HUMAN and t.at > start - _NEAR), None)
        described = near and (near.name or aged) and not bearers and near.gender.fits(wanted)
        return near.span if near and described and "sprecher" not in head else None

    def _last_name(self, label: str, start: int) -> Span:
        """The last place before `start`, or the first after, that names the person in full."""
        places = self.people.persons[label].names
        at = bisect_left(places, start, key=lambda name: name.span.start)
        return places[max(0, at - 1)].span

    def _topic_at(self, span: Span) -> Topic | None:
        if span in self.spans:
            return self.spans[span]
        name = self._named_in(span)
        return _person_topic(name, span.start, self.people) if name else None

    def _named_in(self, span: Span) -> Name | None:
        """The full name within a mention."""
        at = bisect_left(self.starts, span.start)
        found = self.people.names[at] if at < len(self.people.names) else None
        return found if found and found.span.end <= span.end else None

    def _topics(
        self, sentences: Sequence[Sentence], speakers: Mapping[int, Sequence[Word]], quoted: Sequence[Span]
    ) -> Iterator[Topic]:
        """Those who speak; in sentences where nobody does, the subject."""
        speaking = sorted(speakers)
        ends = sorted(quoted)
        for sentence in sentences:
            first, last = sentence.words[0].start, sentence.words[-1].end
            here = speaking[bisect_left(speaking, first) : bisect_left(speaking, last)]
            verb = next((w for w in sentence.words if w.finite and not w.depth), None)
            for at in here:
                yield from self._topic(speakers[at], verb)
            k = bisect_right(ends, first, key=lambda span: span.start)
            inside = any(span.start <= first < span.end for span in ends[max(0, k - 6) : k])
            about, verb = ((), None) if inside else main_subject(sentence)
            if about and (not here or about[-1].end <= here[0]):
                yield from self._topic(about, verb)

    def _topic(self, words: Sequence[Word], verb: Word | None = None) -> Iterator[Topic]:
        """The topic that a subject makes with its verb: somebody or a body, named or not; a thing makes none."""
        if not words or (len(words) == 1 and words[0].low in _PRONOUNS):
            return
        span = Span(words[0].start, words[-1].end)
        if len(words) == 1 and words[0].tag == "NN" and verb is not None and not is_plural(verb.low):
            return
        name = self._named_in(span) or self._bearer(words) or self._described(words)
        if name:
            yield _person_topic(name, span.start, self.people)
            return
        described = len(words) > 1 and words[0].low in ("der", "die") and all(w.tag == "ADJA" for w in words[1:-1])
        if described and words[-1].tag == "NE" and self.people.bearers(words[-1].text):
            told = gender.of_phrase(words)
            yield Topic(span.start, span, told, EntityKind.PERSON, surname=words[-1].text)
            return
        text = " ".join(w.text for w in words)
        what = kind(text, [w.text for w in words if w.tag == "NE"], self.known)
        nouns = tuple(w.low for w in words if w.tag in ("NN", "NNA"))[:1]
        surname = what is EntityKind.UNKNOWN and len(words) == 1 and words[0].tag == "NE"
        if surname or (nouns and (what in _HUMAN or what in _BODIES)):
            many = verb is not None and is_plural(verb.low) and words[0].low not in ("der", "das", "ein", "eine")
            known = Gender.NEUTER if surname and words[0].text in self.places else gender.of_phrase(words)
            yield Topic(span.start, span, known, what, None, nouns, many)

    def _described(self, words: Sequence[Word]) -> Name | None:
        """The full name of the person whom a role with the definite article describes."""
        found = self._role(words, words[0].start) if PERSON.search(" ".join(w.low for w in words[:3])) else None
        return self._named_in(found) if found else None

    def _bearer(self, words: Sequence[Word]) -> Name | None:
        """The full name behind a subject's surname."""
        last = next((w for w in reversed(words) if w.tag == "NE"), words[-1])
        if any(w.low in ("des", "der") for w in words[1:]) or last.text.endswith("s"):
            return None
        found = self._surname(last.text, words) if self.people.bearers(last.text) else None
        return self._named_in(found) if found else None


def _person_topic(name: Name, at: int, people: People) -> Topic:
    person = people.person(name)
    return Topic(at, name.span, person.gender, EntityKind.PERSON, name, tuple(sorted(person.roles)))


def _moved(topic: Topic, at: int) -> Topic:
    return replace(topic, at=at)
