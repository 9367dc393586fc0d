"""What the tables hold: what a row is, and each column with its type, its meaning and the table that it leads to."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple


class Type(StrEnum):
    """What a column holds; `MOMENT` is a time in UTC, `LOCAL` one on the clock of where the article was written."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    TRUTH = "truth"
    DAY = "day"
    MOMENT = "moment"
    LOCAL = "local"


class Column(NamedTuple):
    """A column by its name: what it holds, what that means, and the table whose key it is, if it is one."""

    name: str
    type: Type
    meaning: str
    table: str | None = None


class Plan(NamedTuple):
    """What a table holds: what a row is, and its columns, of which the first `keys` are its key."""

    meaning: str
    columns: tuple[Column, ...]
    keys: int = 1


_OUTLET = (
    Column("outlet", Type.TEXT, "Outlet of the article (IRI), if it is known.", "outlets"),
    Column("outlet_name", Type.TEXT, "Name of the outlet."),
)
_NAMED = (
    Column("name", Type.TEXT, "Name that stands for all names of this identity."),
    Column("kind", Type.TEXT, "person, organisation, outlet, agency, document, platform, reports, anonymous, unknown."),
    Column("other_names", Type.TEXT, "Its other names in the articles, with “; ” between them."),
    Column("wikidata", Type.TEXT, "Item of Wikidata, where it is well known."),
)

TABLES: Mapping[str, Plan] = MappingProxyType(
    {
        "articles": Plan(
            "A current version of an article.",
            (
                Column("article", Type.TEXT, "IRI of the article version, which is the name of its graph."),
                Column("url", Type.TEXT, "Where it was published."),
                Column("headline", Type.TEXT, "Headline."),
                *_OUTLET,
                Column("published", Type.TEXT, "When it was published, as exactly as the article says (ISO 8601)."),
                Column("date", Type.DAY, "Day it was published, if the article names a day."),
                Column("language", Type.TEXT, "Language tag."),
                Column("authors", Type.TEXT, "Authors in the order of the byline, with “; ” between them."),
                Column("file", Type.TEXT, "File that it was read from, as it was named."),
                Column("line", Type.INTEGER, "Line of that file, for formats with an article a line."),
                Column("text_sha256", Type.TEXT, "SHA-256 of the text (UTF-8) that all offsets refer to."),
                Column("run", Type.TEXT, "Extraction run (IRI): program, model and settings."),
                Column("learned", Type.MOMENT, "When the store learned of this version (UTC)."),
                Column("revision_of", Type.TEXT, "Version that this one replaces (IRI); not among the articles here."),
                Column("utterances", Type.INTEGER, "Utterances in it."),
            ),
        ),
        "outlets": Plan(
            "An outlet that printed one of the articles.",
            (
                Column("outlet", Type.TEXT, "IRI of the outlet."),
                *(column for column in _NAMED if column.name != "kind"),
                Column("articles", Type.INTEGER, "Current articles of it."),
                Column("utterances", Type.INTEGER, "Utterances in them."),
                Column("direct", Type.INTEGER, "Those of them that are quoted literally."),
            ),
        ),
        "speakers": Plan(
            "Somebody who speaks, passes on, or is spoken for. Unnamed ones are never united, whatever their names.",
            (
                Column("speaker", Type.TEXT, "IRI of the identity."),
                *_NAMED,
                Column("utterances", Type.INTEGER, "Utterances; 0 for those who only pass on or are spoken for."),
                Column("relayed", Type.INTEGER, "Stations of source chains that are this identity."),
            ),
        ),
        "claims": Plan(
            "What is said, apart from who says it where.",
            (
                Column("claim", Type.TEXT, "IRI of the claim that stands for all wordings that say the same."),
                Column("wording", Type.TEXT, "One of its wordings: of several the first in alphabetical order."),
                Column("wordings", Type.INTEGER, "Wordings that were found to say the same, each a claim at first."),
                Column("first", Type.DAY, "Day of the first article that prints it."),
                Column("last", Type.DAY, "Day of the last one."),
                Column("utterances", Type.INTEGER, "Utterances that make it."),
                Column("outlets", Type.INTEGER, "Outlets that print it."),
                Column("speakers", Type.INTEGER, "Speakers who make it."),
            ),
        ),
        "utterances": Plan(
            "What somebody says in an article.",
            (
                Column("utterance", Type.TEXT, "IRI of the utterance."),
                Column("article", Type.TEXT, "Article that it stands in (IRI).", "articles"),
                Column("position", Type.INTEGER, "Its number in the article, from 0."),
                Column("type", Type.TEXT, "Direct, Indirect, Reported, FreeIndirect or IndirectFreeIndirect."),
                Column("medium", Type.TEXT, "Speech, Writing, Thought, or S, W, T for what it may be; none: unknown."),
                Column(
                    "modality", Type.TEXT, "asserted, demanded, predicted, promised, questioned, denied, threatened."
                ),
                Column("negated", Type.TRUTH, "Whether what is said is negated."),
                Column("confidence", Type.NUMBER, "How sure the extractor is, in [0, 1], calibrated."),
                Column("wording", Type.TEXT, "The words, as they stand in the article."),
                Column("start", Type.INTEGER, "Where they begin in the article's text, in code points."),
                Column("end", Type.INTEGER, "Where they end, exclusive."),
                Column("spans", Type.TEXT, "Their pieces as start:end, with a blank between them."),
                Column("speaker", Type.TEXT, "Who says it (IRI), if the text tells.", "speakers"),
                Column("speaker_name", Type.TEXT, "Name of the speaker."),
                Column("speaker_as_written", Type.TEXT, "What the speaker is called at this place."),
                Column("cue", Type.TEXT, "Words that mark it as said: sagte, teilte … mit."),
                Column("addressee", Type.TEXT, "To whom it is said, as the article puts it."),
                Column("office", Type.TEXT, "Office of the speaker, as the article gives it."),
                Column("former", Type.TRUTH, "Whether that is a former office."),
                Column("on_behalf_of", Type.TEXT, "For whom a spokesperson speaks (IRI).", "speakers"),
                *_OUTLET,
                Column("date", Type.DAY, "Day of the article."),
                Column("said_from", Type.LOCAL, "When it was said, at the earliest, as far as the text tells."),
                Column("said_until", Type.LOCAL, "The end of that stretch of time, exclusive."),
                Column("claim", Type.TEXT, "Claim that it makes (IRI), if it makes one.", "claims"),
                Column("steps", Type.INTEGER, "Stations of its source chain; 0: said to the outlet itself."),
            ),
        ),
        "chains": Plan(
            "A station on the road of an utterance into print.",
            (
                Column("step", Type.TEXT, "IRI of the station."),
                Column("utterance", Type.TEXT, "Utterance that came by it (IRI).", "utterances"),
                Column("position", Type.INTEGER, "Its number, from 0, the reporter nearest to the article."),
                Column("label", Type.TEXT, "What it is called in the article."),
                Column("kind", Type.TEXT, "What sort of thing it is; see speakers."),
                Column("source", Type.TEXT, "Identity of it (IRI).", "speakers"),
                Column("origin", Type.TRUTH, "Whether the road ends here."),
                Column("evidence", Type.TEXT, "Words of the article that name it; none if it stands outside the text."),
                Column("start", Type.INTEGER, "Where they begin in the article's text, in code points."),
                Column("end", Type.INTEGER, "Where they end, exclusive."),
            ),
        ),
        "relations": Plan(
            "Two utterances and what they are to each other, as kg compare --all found.",
            (
                Column("relation", Type.TEXT, "IRI of the relation."),
                Column("left", Type.TEXT, "The one utterance (IRI).", "utterances"),
                Column("right", Type.TEXT, "The other utterance (IRI).", "utterances"),
                Column(
                    "type", Type.TEXT, "contradicts, denies, changed_position, updates, corroborates or same_quote."
                ),
                Column("kind", Type.TEXT, "In what: number, date, polarity, hedge …"),
                Column("score", Type.NUMBER, "How sure that is, in [0, 1]."),
            ),
        ),
        "findings": Plan(
            "What a check noticed (kg check), or what was odd about an article's text.",
            (
                Column("finding", Type.TEXT, "IRI of the finding."),
                Column("check", Type.TEXT, "Name of the check."),
                Column("severity", Type.TEXT, "info, notice, warning or error."),
                Column("message", Type.TEXT, "What was found, in German."),
                Column("english", Type.TEXT, "The same in English, if it is told in English, too."),
                Column("accepted", Type.TRUTH, "Whether a person said that it holds; empty if nobody has judged."),
                Column("why", Type.TEXT, "What that person gave as the reason."),
            ),
        ),
        "concerns": Plan(
            "A node that a finding is about.",
            (
                Column("finding", Type.TEXT, "The finding (IRI).", "findings"),
                Column("position", Type.INTEGER, "Its number among the finding's nodes, from 0."),
                Column("node", Type.TEXT, "IRI of the node, which is a key of the table of its kind."),
                Column(
                    "kind",
                    Type.TEXT,
                    "utterance, claim, article, step, the kind of an identity; unnamed: a speaker without name.",
                ),
            ),
            keys=2,
        ),
    }
)
"""The tables by name, those first that others lead to."""
