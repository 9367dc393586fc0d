"""Anything to `Article`s: text, Markdown, HTML, JSON lines and PDF, from files, folders and standard input.

The rooms in the order of the way: `files` finds and opens, `plain` decodes, `markdown`, `html`, `jsonl` and `pdf` get
the text out of their format, `clean` (with `boilerplate` and `lines`) drops what is no article and heals broken lines,
`outlets` finds out who published it when, `reader` puts the article together. Every step keeps the way back to the
source (`offsets`).
"""

from kg.corpus.dates import given_date
from kg.corpus.raw import MAX_BYTES
from kg.corpus.reader import discover, read

__all__ = ["MAX_BYTES", "discover", "given_date", "read"]
