"""What the commands do, for programs: `kg.open(store)` and its methods, `kg.analyse`, `kg.score`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any
from typing import Literal as OneOf

from kg import ask, checks, claimed, corpus, evaluate, identify, relations, validate
from kg import ingest as stages
from kg.ask import Road, Row
from kg.checks.judged import judge
from kg.checks.origins import Rest, rests
from kg.compare import comparer
from kg.errors import InputError, UsageError
from kg.exports import TABULAR, place, write
from kg.exports.tables import Table, files, tables
from kg.identify import Identity
from kg.ingest import Outcome
from kg.network import provenance
from kg.records import Article, Extraction, Finding
from kg.store import Store, named_query, parameter
from kg.vocab import DATA

if TYPE_CHECKING:
    import networkx as nx

    from kg.exports.views import Selection

Paths = str | Path | Iterable[str | Path]

_SUFFIXES = {
    **{".graphml": "graphml", ".gexf": "gexf", ".csv": "csv", ".parquet": "parquet", ".ftm": "ftm"},
    **{".nq": "nquads", ".trig": "trig", ".ttl": "turtle", ".nt": "ntriples", ".rdf": "rdfxml", ".jsonld": "jsonld"},
}


def open(store: str | Path, mode: OneOf["r", "w"] = "r") -> Graph:
    """The claim graph in the store at a path: for reading, or with mode "w" for writing, too; made if it is not there.

    Raises:
        StoreError: if there is no store to read, it is not one of ours, or another writer holds it.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "wehr.txt").write_text("„Das Wehr hält“, sagte Änne Kühlbrodt am Montag.", "utf-8")
    ...     with open(Path(folder, "store"), "w") as graph:
    ...         _ = graph.ingest(Path(folder, "wehr.txt"))
    ...         [(row["speaker"], row["wording"]) for row in graph.who("Kühlbrodt")]
    [('Änne Kühlbrodt', '„Das Wehr hält“')]
    """
    return Graph(Store.create(store) if mode == "w" else Store.open(store))


def analyse(
    paths: Paths,
    *,
    outlet: str | None = None,
    date: str | None = None,
    clean: bool = True,
    on_bad: Callable[[InputError], None] | None = None,
) -> Iterator[Extraction]:
    """The extractions of the articles in `paths`, lazily and in order, without a store (`kg extract`).

    `outlet` and `date` go before what the files say; with `clean=False` the text is the input unchanged. `on_bad` is
    called for each input that cannot be read, and the others are read; without it, the first one is raised.

    Raises:
        InputError: if an input cannot be read, and there is no `on_bad`.
        UsageError: if `date` is no date.
    """
    return stages.analyse(_good(corpus.read(_listed(paths), outlet=outlet, published=date, clean=clean), on_bad))


def score(gold: str | Path, *, system: str | Path | None = None, relations: bool = False) -> evaluate.Report:
    """The report on the extractor, or on a file that `kg extract` wrote, against gold (`kg evaluate`).

    With `relations`, that of `kg compare` on the relations between the gold's statements. `report.rows()` are the rows
    of a table; `kg.evaluate.errors(gold)` says what the figures are made of.

    Raises:
        InputError: if gold, article or system file cannot be read.
    """
    return evaluate.evaluate_relations(gold) if relations else evaluate.evaluate(gold, system=system)


class Graph:
    """The claim graph in a store: what the commands ask and do, a method each; a context manager.

    Rows are dictionaries, ready for `pandas.DataFrame(rows)`. A graph that was opened for reading shows the store as it
    was at that moment. What writes needs mode "w", and raises a StoreError without it.
    """

    def __init__(self, store: Store) -> None:
        self.store = store

    def __enter__(self) -> Graph:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Publishes what was written, and lets others write."""
        self.store.close()

    # Asking

    @property
    def tables(self) -> Mapping[str, Table]:
        """The tables by name (`kg.exports.tables`); each gives rows, and `to_pandas()`, `to_polars()`, `to_arrow()`."""
        return tables(self.store)

    def stats(self) -> dict[str, int]:
        """How many things of a sort there are (`kg stats`)."""
        return {row["what"]: row["count"] for row in ask.stats(self.store)}

    def who(self, speaker: str) -> list[Row]:
        """What somebody said, oldest first (`kg who`); any spelling of the name will do.

        Raises:
            UsageError: if nobody of that name speaks; it suggests those whose names are like it.
        """
        return ask.who(self.store, speaker)[1]

    def entities(self, name: str | None = None) -> list[Identity]:
        """All who have a name and speak or pass on, or whom `name` can mean, most talkative first (`kg entities`)."""
        found = identify.identities(self.store)
        return found if name is None else identify.matching(found, name)

    def claims(
        self,
        *,
        about: str | None = None,
        first: str | None = None,
        last: str | None = None,
        outlet: str | None = None,
    ) -> list[Row]:
        """The claims with outlets and speakers, the most printed first (`kg claims`); see `kg.ask.claims`.

        Raises:
            UsageError: if a day is no date.
        """
        return ask.claims(self.store, about=about, first=first, last=last, outlet=outlet)

    def trace(self, claim: str) -> list[Road]:
        """The roads into print of a claim or utterance, by IRI or by words of it (`kg trace`).

        Raises:
            UsageError: if nothing fits.
        """
        return ask.trace(self.store, claim)

    def show(self, article: str) -> Extraction:
        """An article, by IRI, URL, file name or headline, with its utterances (`kg show`).

        Raises:
            UsageError: if there is none, or more than one.
        """
        return ask.show(self.store, article)

    def compare(self, one: str, other: str) -> dict[str, Any]:
        """What two utterances are to each other, by IRI or by words of them, and which words say so (`kg compare`).

        Raises:
            UsageError: if one is none or several.
        """
        return relations.as_json(*relations.side_by_side(self.store, one, other, comparer()))

    def origins(self) -> Iterator[Rest]:
        """On how many origins the claims rest that are printed somewhere; see `kg.checks.origins`."""
        return rests(self.network())

    def network(self, *, as_of: str | None = None) -> nx.MultiDiGraph:
        """The whole graph for networkx; `kg.network` tells of its nodes and edges, and of projections of it."""
        return provenance(self.store, as_of=as_of)

    def query(
        self, sparql: str | None = None, *, name: str | None = None, params: Mapping[str, str] | None = None
    ) -> list[Row]:
        """The rows of a query in SPARQL, or of the named one (`kg query`); `params` go for `$name` in it.

        Raises:
            QueryError: if the query is malformed or refused, or has no such parameter.
            UsageError: if there is not one query, or none of that name.
        """
        if (sparql is None) is (name is None):
            raise UsageError("give one query: its text, or its name")
        known = named_query(name) if name is not None else None
        bound = known.bind(params) if known else {key: parameter(value) for key, value in (params or {}).items()}
        answer = self.store.query(known.text if known else str(sparql), params=bound)
        return [{"answer": bool(answer)}] if answer.kind == "boolean" else list(ask.plain_rows(answer))

    def validate(self) -> list[Finding]:
        """Where the graph does not fit its SHACL shapes (`kg validate`)."""
        return list(validate.validate(self.store))

    def verify(self) -> list[Finding]:
        """Which selectors do not find their words (`kg verify`)."""
        return list(validate.verify(self.store))

    def export(
        self,
        path: str | Path,
        format: str | None = None,
        *,
        view: str | None = None,
        selection: Selection | None = None,
        layout: str | None = None,
        table: str | None = None,
        text_free: bool = False,
    ) -> Mapping[str, int]:
        """What was written to `path`, counted (`kg export`); without `format`, the suffix says which.

        csv and parquet without a `table` write a folder. For the rest see `kg.exports.write`.

        Raises:
            UsageError: if format and options do not go together, or the path cannot be written to.
        """
        target = Path(path)
        chosen = format or _SUFFIXES.get(target.suffix)
        if chosen is None:
            raise UsageError(f"which format? {target.name} does not tell; there are {', '.join(_SUFFIXES.values())}")
        if chosen in TABULAR and table is None:
            return {"file": len(files.write(self.store, target, chosen))}
        options: dict[str, Any] = {"view": view, "selection": selection, "layout": layout, "table": table}
        options["text_free"] = text_free
        with place.whole(target) as out:
            return write(self.store, out, chosen, **options)

    # Doing

    def ingest(
        self, paths: Paths, *, outlet: str | None = None, date: str | None = None, workers: int = 1
    ) -> list[Outcome]:
        """What became of each input: its articles are in the store (`kg ingest`).

        A bad input costs nothing but itself: its outcome says why.

        Raises:
            UsageError: if `date` is no date.
        """
        read = corpus.read(_listed(paths), outlet=outlet, published=date)
        return list(stages.ingest(self.store, read, workers=workers))

    def compare_all(self) -> list[Row]:
        """How many relations of each kind there are, after all that is new was compared (`kg compare --all`)."""
        return list(stages.compare_all(self.store))

    def check(
        self,
        only: Iterable[str] | None = None,
        *,
        as_of: str | None = None,
        without: str | None = None,
        anew: bool = False,
    ) -> list[Finding]:
        """The findings of the checks, the gravest first (`kg check`); a graph open for writing keeps them.

        One that has them looks only at what has changed since, unless `anew` is true; the findings are the same.
        `as_of` looks at what the store had learned by a day, `without` at which claims fall, or lose an origin, without
        an article, speaker, outlet or source; both are not kept.

        Raises:
            UsageError: if there is no such check, or nothing fits `without`.
        """
        names, day = checks.chosen(only), corpus.given_date(as_of) if as_of else None
        if without:
            gone = ask.find_node(self.store, without)
            found = list(checks.retraction(provenance(self.store, as_of=day), gone))
        elif day or not self.store.writable:
            found = list(checks.run(self.store, names, as_of=day))
        else:
            found = checks.refresh(self.store, names, anew=anew)
        return sorted(found, key=lambda each: -each.severity.rank)

    def judge(self, finding: str, *, accepted: bool, why: str = "") -> Finding:
        """The finding, by IRI or the end of it, of which you say that it holds, or not, for good (`kg judge`).

        Raises:
            UsageError: if the store has no such finding, or several.
        """
        return judge(self.store, finding, accepted=accepted, why=why)

    def merge(self, one: str, other: str) -> None:
        """Says that two identities (names or IRIs), or two claims (IRIs), are one from now on (`kg merge`).

        Raises:
            UsageError: if one means nobody or several, or they can never be one.
        """
        self._decide(one, other, same=True)

    def split(self, one: str, other: str) -> None:
        """Says that two identities (names or IRIs), or two claims (IRIs), are two from now on (`kg split`).

        Raises:
            UsageError: if one means nobody or several, or both are one name in the articles.
        """
        self._decide(one, other, same=False)

    def _decide(self, one: str, other: str, *, same: bool) -> None:
        if all(each.startswith(f"{DATA}claim:") for each in (one, other)):
            claimed.decide(self.store, one, other, same=same)
        else:
            (identify.merge if same else identify.split)(self.store, one, other)

    def retract(self, article: str, why: str = "no reason given") -> str:
        """The IRI of the article that was taken out of the graph; a tombstone has the reason (`kg retract`).

        Raises:
            UsageError: if there is no such article, or more than one.
        """
        iri = ask.find_article(self.store, article)
        self.store.retract(iri, why)
        stages.refresh(self.store)
        return iri


def _listed(paths: Paths) -> Iterable[str | Path]:
    return [paths] if isinstance(paths, str | Path) else paths


def _good(read: Iterable[Article | InputError], on_bad: Callable[[InputError], None] | None) -> Iterator[Article]:
    for each in read:
        if not isinstance(each, InputError):
            yield each
        elif on_bad is None:
            raise each
        else:
            on_bad(each)
