"""The store on the web: SPARQL 1.1 Protocol, JSON API and explorer page, read-only.

`app` puts the parts together, `settings` says how, `snapshots` serves readers beside a writer, `sparql` is the
endpoint, `pool` runs its queries in processes that can be stopped (`worker`), `serve` is the server around it all.
"""
