"""The store on the web, read-only: SPARQL 1.1 Protocol, JSON API and explorer page.

`serve` is the server around `app`, which puts the parts together as `settings` say; `gate` stands before all of them,
`log` and `metrics` tell of them, `snapshots` serves readers beside a writer. The endpoint is `sparql`: `asked` reads
requests, `negotiate` chooses types, `cache` keeps answers, `description` is what it says of itself. `pool` has queries
answered by processes (`worker`) that can be ended; `frames` is what both say to each other.
"""
