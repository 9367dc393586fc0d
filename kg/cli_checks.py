"""`kg check` and `kg judge`: what a desk should look at, and what it says of it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from kg import render
from kg.console import DEFAULT_STORE, StoreOption, counted, say
from kg.errors import EXIT_FINDINGS
from kg.records import Language
from kg.render import Format

if TYPE_CHECKING:
    from kg.records import Finding, Verdict

COLUMNS = ("id", "severity", "check", "message", "verdict", "why")
TABLE = ("id", "severity", "check", "message", "verdict")


class Level(StrEnum):
    """From which severity on findings are shown, or make the command fail."""

    INFO = "info"
    NOTICE = "notice"
    WARNING = "warning"
    ERROR = "error"
    NEVER = "never"


class FindingsFormat(StrEnum):
    """How findings are written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    HTML = "html"


class Says(StrEnum):
    """What a person says of a finding."""

    ACCEPT = "accept"
    REJECT = "reject"


def check(
    only: Annotated[list[str] | None, typer.Option(help="Run only this check; may be repeated.")] = None,
    least: Annotated[Level, typer.Option(help="Show what is at least this grave.")] = Level.NOTICE,
    about: Annotated[str | None, typer.Option(help="Show findings in whose words or evidence this stands.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Show findings with evidence from this outlet.")] = None,
    since: Annotated[str | None, typer.Option(help="Show findings with evidence published since this day.")] = None,
    as_of: Annotated[
        str | None, typer.Option(help="Look at what the store had learned by this day; nothing is kept.")
    ] = None,
    without: Annotated[
        str | None, typer.Option(help="Which claims fall, or lose an origin, without this article, speaker or source?")
    ] = None,
    anew: Annotated[
        bool, typer.Option("--anew", help="Look at everything, not only at what has changed since the last run.")
    ] = False,
    lang: Annotated[Language, typer.Option(help="In which language findings are told.")] = Language.GERMAN,
    rejected: Annotated[bool, typer.Option("--rejected", help="Show those, too, that kg judge rejected.")] = False,
    fail_on: Annotated[Level, typer.Option(help="End with 1 if a finding is at least this grave.")] = Level.NEVER,
    store: StoreOption = DEFAULT_STORE,
    format: Annotated[
        FindingsFormat | None, typer.Option(help="Default: a table on a terminal, JSON lines in a pipe.")
    ] = None,
) -> None:
    """Look for trouble: contradictions, quotations that drift, claims that rest on one source or on nobody.

    The gravest findings come first. All of them are kept in the store where SPARQL finds them. A further run looks only
    at what has changed since the last, and finds what `--anew` would. What two utterances are to each other is told by
    `kg compare --all`, which must have run before. `--format html` writes one page with the evidence in its context, to
    be mailed round. `--only integrity` looks at shapes and selectors, too.

    Example: `kg check --about Hafenbrücke --fail-on warning`
    """
    from kg import ask, checks
    from kg.checks import is_about
    from kg.checks.judged import verdict_on, verdicts
    from kg.corpus import given_date
    from kg.exports import findings
    from kg.network import provenance
    from kg.store import Store

    names, day = checks.chosen(only), given_date(as_of) if as_of else None
    first = given_date(since) if since else None
    with Store.open(store, "r" if day or without else "w") as opened:
        if without:
            found = list(checks.retraction(provenance(opened, as_of=day), ask.find_node(opened, without)))
        elif day:
            found = list(checks.run(opened, names, as_of=day))
        else:
            found = checks.refresh(opened, names, anew=anew)
        if checks.needs_relations(opened, names):
            say("No utterances are compared yet: kg compare --all finds contradictions and drifting quotations.")
        told, articles = verdicts(opened), findings.articles(opened)
        judged = [(finding, verdict_on(finding, told)) for finding in found]
        standing = [(f, v) for f, v in judged if rejected or v is None or v.accepted]
        shown = [
            (f, v)
            for f, v in standing
            if f.severity.rank >= _rank(least)
            and (not about or is_about(f, about))
            and (not (outlet or first) or findings.is_from(f, articles, outlet, first))
        ]
        if format is FindingsFormat.HTML:
            sys.stdout.write(findings.html((f for f, _ in shown), articles, lang))
        else:
            _report(shown, Format(format.value) if format else None, lang)
    if any(f.severity.rank >= _rank(fail_on) for f, v in standing if v is None or v.accepted):
        raise typer.Exit(EXIT_FINDINGS)


def judge(
    finding: Annotated[str, typer.Argument(help="The finding's id, as kg check shows it.", show_default=False)],
    says: Annotated[Says, typer.Argument(help="Whether it holds.", show_default=False)],
    why: Annotated[str, typer.Option(help="The reason, for those who come after.")] = "",
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Say that a finding holds, or does not; it stays said when the checks run again, and what is rejected is hidden.

    Example: `kg judge 3f9a1c0e reject --why "zwei verschiedene Brücken"`
    """
    from kg.checks.judged import judge as decide
    from kg.store import Store

    with Store.open(store, "w") as opened:
        found = decide(opened, finding, accepted=says is Says.ACCEPT, why=why)
    say(f"{'Accepted' if says is Says.ACCEPT else 'Rejected'}: {found.message}")


def _report(shown: Sequence[tuple[Finding, Verdict | None]], format: Format | None, language: Language) -> None:
    from kg.checks.judged import short

    form = render.choose(format, sys.stdout)
    rows = []
    for finding, verdict in sorted(shown, key=lambda pair: -pair[0].severity.rank):
        said = {"verdict": "accepted" if verdict.accepted else "rejected", "why": verdict.why} if verdict else {}
        whole = {"verdict": None, "why": None, **render.finding(finding, language), **said}
        rows.append(whole | {"id": short(finding)} if form is Format.TABLE else whole)
    render.rows(rows, TABLE if form is Format.TABLE else COLUMNS, form, sys.stdout)
    say(counted(len(shown), "finding") if shown else "No findings.")


def _rank(level: Level) -> int:
    from kg.records import Severity

    return len(Severity) if level is Level.NEVER else Severity(level.value).rank
