"""What `kg export` wrote, and what fact-checkers publish, on its way into a store.

`formats` tells what a file is, `originals` finds the texts that a graph without wording needs, `rehydrate` fills the
wording in again, `graphs` puts graphs into a store; `claimreview` reads fact-checks, `factchecks` keeps them.
"""
