"""The store: named graphs in Oxigraph, the texts beside them, one writer and any number of readers.

`store` has the public class, `reader` its asking half, `backend` alone knows Oxigraph, `sparql` checks and
binds queries, `layout` keeps lock, snapshots and journal, `texts` the article texts, `ledger` what was learned
when, `changes` which graphs were written to, `staged` files on their way in, `excerpt` a part of a store in memory,
`queries` the named queries that ship with the package.
"""

from kg.store.backend import FORMATS, Answer, nquad, serialize
from kg.store.excerpt import Excerpt
from kg.store.ledger import CURRENT, REPLACED, Version
from kg.store.queries import NamedQuery, list_queries, named_query, parameter
from kg.store.reader import Reader
from kg.store.staged import staged
from kg.store.store import Outcome, Store

__all__ = [
    "CURRENT",
    "FORMATS",
    "REPLACED",
    "Answer",
    "Excerpt",
    "NamedQuery",
    "Outcome",
    "Reader",
    "Store",
    "Version",
    "list_queries",
    "named_query",
    "nquad",
    "parameter",
    "serialize",
    "staged",
]
