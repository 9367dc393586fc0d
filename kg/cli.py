"""The command line: a thin layer over the library, one function a command.

Data goes to standard output, progress and messages to standard error. Rooms are imported inside the commands,
so that `kg --help` stays quick.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg import __version__, render
from kg.cli_checks import check, judge
from kg.cli_compare import compare
from kg.cli_exports import export
from kg.cli_identities import bad_entities, entities, merge, split
from kg.cli_import import import_files, rehydrate
from kg.cli_model import model
from kg.cli_serve import serve
from kg.console import (
    DEFAULT_STORE,
    FormatOption,
    StoreOption,
    counted,
    good,
    param_pair,
    progress,
    read_query,
    say,
    ticking,
    total,
)
from kg.errors import EXIT_FINDINGS, EXIT_INPUT, EXIT_INTERNAL, InputError, KgError, UsageError
from kg.render import Format

if TYPE_CHECKING:
    from kg.records import Finding
    from kg.store import Reader

app = typer.Typer(
    name="kg",
    help="Who said what, where, and according to whom? A claim graph of German news that keeps its evidence.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


app.add_typer(model, name="model")


class QueryFormat(StrEnum):
    """How a query's answer is written: rows as table, JSON lines or SPARQL results; triples as RDF."""

    TABLE = "table"
    JSONL = "jsonl"
    JSON = "json"
    CSV = "csv"
    TSV = "tsv"
    XML = "xml"
    TURTLE = "turtle"
    NTRIPLES = "ntriples"
    NQUADS = "nquads"
    TRIG = "trig"
    JSONLD = "jsonld"


Paths = Annotated[list[str], typer.Argument(help="Files, folders, or - for standard input.", show_default=False)]
OutletOption = Annotated[str | None, typer.Option(help="The outlet, whatever the input says.")]
DateOption = Annotated[str | None, typer.Option(help="The day it was published, 2024-09-12 or 12.9.2024.")]


@app.callback(invoke_without_command=True)
def _about(version: Annotated[bool, typer.Option("--version", help="Show the version and stop.")] = False) -> None:
    if version:
        typer.echo(f"wortlaut {__version__}")
        raise typer.Exit


@app.command()
def ingest(
    paths: Paths,
    store: StoreOption = DEFAULT_STORE,
    outlet: OutletOption = None,
    date: DateOption = None,
    workers: Annotated[
        int, typer.Option(min=1, help="Processes that extract side by side; one already uses every core for the model.")
    ] = 1,
) -> None:
    """Read articles into the store: who said what, with the evidence for each edge.

    The same file twice changes nothing; a changed text under the same URL is a new version beside the old one. At the
    end, names that mean the same person or body across articles become one identity: see `kg entities`.

    Example: `kg ingest artikel/ meldungen.jsonl.gz --outlet "Hallinger Tageblatt"`
    """
    from kg import corpus
    from kg.ingest import Status, ingest
    from kg.store import Store

    wrong = bad_entities()
    counts = dict.fromkeys(Status, 0)
    utterances = 0
    articles = corpus.read(paths, outlet=outlet, published=date)
    with (
        Store.create(store) as opened,
        progress(total(paths), "Reading") as step,
        closing(ingest(opened, articles, workers=workers, progress=step)) as outcomes,
    ):
        for outcome in outcomes:
            counts[outcome.status] += 1
            utterances += outcome.utterances
            if outcome.reason:
                say(f"{outcome.source}: {outcome.reason}" if outcome.status is not Status.BAD else outcome.reason)
    told = ", ".join(f"{count} {status.value}" for status, count in counts.items() if count)
    read, said = counted(sum(counts.values()), "article"), counted(utterances, "utterance")
    say(f"{read}: {told or 'nothing to read'}; {said} in {store}")
    if counts[Status.BAD] or wrong:
        raise typer.Exit(EXIT_INPUT)


@app.command()
def extract(
    paths: Paths,
    outlet: OutletOption = None,
    date: DateOption = None,
    clean: Annotated[bool, typer.Option(help="Take out boilerplate and mend broken lines.")] = True,
    format: Annotated[Format, typer.Option("--format", "-f", help="jsonl or json.")] = Format.JSONL,
) -> None:
    """Write utterances as JSON lines, one article a line, without a store.

    Spans are `[start, end)` in Unicode code points of `text`. With `--no-clean`, `text` is the input unchanged.

    Example: `kg extract - --no-clean < artikel.txt`
    """
    from kg import corpus
    from kg.exports.jsonlines import document
    from kg.ingest import analyse

    if format not in (Format.JSONL, Format.JSON):
        raise UsageError("kg extract writes jsonl or json")
    wrong = bad_entities()
    bad: list[InputError] = []
    with progress(total(paths), "Reading") as step:
        articles = good(corpus.read(paths, outlet=outlet, published=date, clean=clean), bad)
        documents = (document(extraction) for extraction in ticking(analyse(articles), step))
        render.rows(documents, (), format, sys.stdout)
    if bad or wrong:
        raise typer.Exit(EXIT_INPUT)


@app.command()
def query(
    sparql: Annotated[
        str | None, typer.Argument(help="The query; vocabulary prefixes are known.", show_default=False)
    ] = None,
    file: Annotated[Path | None, typer.Option(help="Read the query from a file.")] = None,
    name: Annotated[str | None, typer.Option(help="One of the named queries, see --list.")] = None,
    listing: Annotated[bool, typer.Option("--list", help="Show the named queries and what they answer.")] = False,
    param: Annotated[list[str] | None, typer.Option(help="k=v, may be repeated; <…> around an IRI.")] = None,
    store: StoreOption = DEFAULT_STORE,
    format: Annotated[
        QueryFormat | None, typer.Option("--format", "-f", help="table on a terminal, jsonl in a pipe.")
    ] = None,
) -> None:
    """Ask in SPARQL, over the union of all articles' graphs.

    Example: `kg query --name who-said-what --param speaker="Katrin Hellwege"`
    """
    from kg.store import Store, list_queries, named_query, parameter

    if listing:
        listed = [{"name": q.name, "answers": q.title_en, "params": [n for n, _ in q.defaults]} for q in list_queries()]
        render.rows(listed, ("name", "answers", "params"), render.choose(None, sys.stdout), sys.stdout)
        return
    if sum(given is not None for given in (sparql, file, name)) != 1:
        raise UsageError("give one query: as an argument, with --file or with --name")
    given = dict(param_pair(each) for each in param or [])
    if name is not None:
        named = named_query(name)
        text, params = named.text, named.bind(given)
    else:
        text = read_query(file) if file else str(sparql)
        params = {key: parameter(value) for key, value in given.items()}
    chosen = format.value if format else "table" if sys.stdout.isatty() else "jsonl"
    with Store.open(store) as opened:
        render.answer(opened.query(text, params=params), chosen, sys.stdout)


@app.command()
def who(
    speaker: Annotated[str, typer.Argument(help="A name, or a part of one.", show_default=False)],
    store: StoreOption = DEFAULT_STORE,
    format: FormatOption = None,
) -> None:
    """List what somebody said, where, when, by which cue and along which sources.

    Any spelling of the name will do, and a surname: Selenskyj, Zelensky. If it can mean several, all are listed.

    Example: `kg who "Katrin Hellwege"`
    """
    from kg import ask
    from kg.store import Store

    with Store.open(store) as opened:
        understood, rows = ask.who(opened, speaker)
    if len(understood) == 1:
        say(f"Understood as: {understood[0]}")
    else:
        say(f"“{speaker}” can be {len(understood)} identities:")
        for identity in understood:
            say(f"  {identity}")
    chosen = render.choose(format, sys.stdout)
    if chosen is Format.TABLE:
        columns = ask.WHO_TABLE if len(understood) > 1 else [name for name in ask.WHO_TABLE if name != "speaker"]
        rows = [{**row, "where": row.get("outlet") or row.get("file")} for row in rows]
        render.rows(rows, columns, chosen, sys.stdout)
    else:
        render.rows(rows, ask.WHO_COLUMNS, chosen, sys.stdout)


@app.command()
def claims(
    about: Annotated[str | None, typer.Option(help="A word of the wording.")] = None,
    first: Annotated[str | None, typer.Option("--from", help="First day, 2024-09-01 or 1.9.2024.")] = None,
    last: Annotated[str | None, typer.Option("--to", help="Last day.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Only claims that this outlet printed.")] = None,
    store: StoreOption = DEFAULT_STORE,
    format: FormatOption = None,
) -> None:
    """List claims with their speakers and the outlets that printed them, the most printed first.

    The options pick claims that were printed at least once so; each is then shown with all who printed it, and
    the day it first appeared. Days are those of the articles, not of the saying.

    Example: `kg claims --about Tonnen --from 2024-09-01`
    """
    from kg import ask
    from kg.store import Store

    with Store.open(store) as opened:
        rows = ask.claims(opened, about=about, first=first, last=last, outlet=outlet)
    chosen = render.choose(format, sys.stdout)
    columns = ask.CLAIM_TABLE if chosen is Format.TABLE else ask.CLAIM_COLUMNS
    render.rows(rows, columns, chosen, sys.stdout)
    if not rows:
        say("No claim fits.")


@app.command()
def trace(
    claim: Annotated[str, typer.Argument(help="The IRI of a claim or utterance, or words of it.", show_default=False)],
    store: StoreOption = DEFAULT_STORE,
    format: FormatOption = None,
) -> None:
    """Show by which road a claim came into print: speaker, sources in order with their evidence, where it ends.

    Example: `kg trace "Ein Landkreis ohne Notaufnahme"`
    """
    from dataclasses import asdict

    from kg import ask
    from kg.store import Store

    with Store.open(store) as opened:
        roads = ask.trace(opened, claim)
    chosen = render.choose(format, sys.stdout)
    if chosen is Format.TABLE:
        render.roads(roads, sys.stdout)
    else:
        rows = (
            {
                **asdict(road),
                "sources": [step.label for step in road.steps],
                "end": dict(zip(("label", "kind"), road.end, strict=True)),
            }
            for road in roads
        )
        render.rows(rows, ("date", "outlet", "file", "speaker", "cue", "wording", "sources"), chosen, sys.stdout)


@app.command()
def show(
    article: Annotated[str, typer.Argument(help="An IRI, a URL, a file name or a headline.", show_default=False)],
    html: Annotated[bool, typer.Option("--html", help="Write a self-contained HTML page.")] = False,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Show an article with its utterances highlighted.

    Example: `kg show wasser-06-landesspiegel --html > artikel.html`
    """
    from kg import ask
    from kg.store import Store

    with Store.open(store) as opened:
        extraction = ask.show(opened, article)
    if html:
        from kg.exports.article import html as page

        sys.stdout.write(page(extraction))
    else:
        render.article(extraction, sys.stdout)


@app.command()
def validate(store: StoreOption = DEFAULT_STORE, format: FormatOption = None) -> None:
    """Check the graph against its SHACL shapes; ends with 1 if something is wrong.

    Example: `kg validate --store archiv`
    """
    from kg.validate import validate

    _examine(store, validate, format, doing="Validating", fine="Every graph fits its shapes.")


@app.command()
def verify(store: StoreOption = DEFAULT_STORE, format: FormatOption = None) -> None:
    """Check that every selector still finds its exact text and every hash fits; ends with 1 if one does not.

    Example: `kg verify --store archiv`
    """
    from kg.validate import verify

    _examine(store, verify, format, doing="Verifying", fine="Every selector finds its text.")


@app.command()
def retract(
    article: Annotated[str, typer.Argument(help="An IRI, a URL, a file name or a headline.", show_default=False)],
    why: Annotated[str, typer.Option(help="The reason; it stays on the tombstone.")] = "no reason given",
    undo: Annotated[bool, typer.Option(help="Let a retracted article in again at the next ingest.")] = False,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Take an article out of the graph and leave a tombstone with the reason.

    Example: `kg retract wasser-09-querblick --why "Zitat falsch zugeordnet"`
    """
    from kg import ask
    from kg.ingest import refresh
    from kg.store import Store

    with Store.open(store, "w") as opened:
        if undo:
            iri = ask.find_retracted(opened, article)
            opened.restore(iri)
            say(f"{iri} may come in again: ingest it")
        else:
            iri = ask.find_article(opened, article)
            opened.retract(iri, why)
            refresh(opened)
            say(f"Retracted {iri}: {why}")


@app.command()
def stats(store: StoreOption = DEFAULT_STORE, format: FormatOption = None) -> None:
    """Count what is in the store.

    Example: `kg stats --format json`
    """
    from kg import ask
    from kg.store import Store

    with Store.open(store) as opened:
        rows = ask.stats(opened)
    render.rows(rows, ask.STATS_COLUMNS, render.choose(format, sys.stdout), sys.stdout)


@app.command()
def evaluate(
    gold: Annotated[
        Path,
        typer.Argument(
            help="A Wikinews .jsonl, a .jsonl of pairs, a gold .json, a folder of them, or a GermEval .tsv.",
            show_default=False,
        ),
    ],
    system: Annotated[
        Path | None, typer.Option(help="Score this output of kg extract instead of the extractor.")
    ] = None,
    errors: Annotated[
        bool, typer.Option("--errors", help="Analyse the errors on a Wikinews .jsonl instead, as Markdown.")
    ] = False,
    relations: Annotated[
        bool, typer.Option("--relations", help="Score the relations between the gold's statements instead.")
    ] = False,
    format: FormatOption = None,
) -> None:
    """Score the extractor against gold annotations, or `kg compare` against pairs with their relations.

    Example: `kg evaluate data/corpus/gold`
    """
    from kg import evaluate as scoring

    if errors:
        with progress(None, "Evaluating"):
            found = scoring.errors(gold, system=system)
        sys.stdout.writelines(f"{line}\n" for line in scoring.analysis.markdown(found))
        return
    with progress(None, "Evaluating"):
        report = scoring.evaluate_relations(gold) if relations else scoring.evaluate(gold, system=system)
    rows = list(report.rows())
    render.rows(rows, tuple(rows[0]), render.choose(format, sys.stdout), sys.stdout)


for command in (check, judge, compare, entities, export, merge, rehydrate, serve, split):
    app.command()(command)
app.command("import")(import_files)


def _examine(
    store: Path, examine: Callable[[Reader], Iterable[Finding]], format: Format | None, *, doing: str, fine: str
) -> None:
    from kg.store import Store

    with Store.open(store) as opened, progress(None, doing) as step:
        found = list(ticking(examine(opened), step))
    _report(found, format, fine=fine)
    if found:
        raise typer.Exit(EXIT_FINDINGS)


def _report(found: Sequence[Finding], format: Format | None, *, fine: str) -> None:
    render.rows(map(render.finding, found), render.FINDING_COLUMNS, render.choose(format, sys.stdout), sys.stdout)
    say(counted(len(found), "finding") if found else fine)


def main() -> None:
    """Run the command line and end the process with the exit code of the interface.

    A reader that has had enough (`| head`) ends it quietly. A full disk and the like is told as the system tells it.
    Any other error that is not one of ours is a fault in Wortlaut: a line says so, `KG_DEBUG=1` shows where.
    """
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        app()
    except KgError as error:
        say(f"Error: {error}")
        sys.exit(error.exit_code)
    except OSError as error:
        say(f"Error: {': '.join(map(str, filter(None, (error.filename, error.strerror)))) or error}")
        sys.exit(EXIT_INTERNAL)
    except Exception as fault:
        if os.environ.get("KG_DEBUG"):
            raise
        say(f"Internal error: {type(fault).__name__}: {fault} (KG_DEBUG=1 shows where)")
        sys.exit(EXIT_INTERNAL)
