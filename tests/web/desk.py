"""What API and page are tried on: one affair of the sample corpus, and one article that means ill."""

from __future__ import annotations

import subprocess
from pathlib import Path

from graph_samples import said, story
from serving import KG

from kg import identify
from kg.store import Store

TOKEN = "Prüfwort"
HOSTILE_NAME = "Zoë <img src=x onerror=ran()>"
HOSTILE_HEADLINE = "<script>ran()</script>„Wessel“ & Co."
HOSTILE_OUTLET = "<b onclick=ran()>Bote</b>"
HOSTILE_QUOTE = "„=1+1 <svg onload=ran()> der Damm hält“"
HOSTILE = story(
    f"{HOSTILE_QUOTE}, sagte {HOSTILE_NAME} am Montag.",
    said(f"{HOSTILE_QUOTE}, sagte {HOSTILE_NAME} am Montag.", HOSTILE_QUOTE, by=HOSTILE_NAME, cue="sagte"),
    headline=HOSTILE_HEADLINE,
    outlet=HOSTILE_OUTLET,
    published="2024-10-03",
    url="javascript:ran()",
)


def prepared(store: Path) -> Path:
    """The store with the articles on the poisoned river alone and the one that means ill, compared and checked."""
    with Store.open(store, "w") as opened:
        for article, file in list(opened.query("SELECT ?article ?file { ?article kg:sourceFile ?file }")):
            if "wasser" not in file.value:
                opened.retract(str(article), "nicht von der Wessel")
        opened.add(HOSTILE)
        identify.refresh(opened)
    for command in (["compare", "--all"], ["check"]):
        done = subprocess.run([*KG, *command, "--store", str(store)], capture_output=True, timeout=600)
        assert done.returncode == 0, done.stderr.decode()
    return store
