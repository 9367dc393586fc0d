"""A writer that kills itself at a given moment; run as `crash_writer.py STORE [MOMENT NTH]`."""

from __future__ import annotations

import os
import signal
import sys

from graph_samples import said, story

from kg.store import Store
from kg.store.backend import Backend
from kg.store.layout import Layout

MOMENTS = {
    "after-journal": (Layout, "begin", True),
    "after-bulk": (Backend, "bulk", True),
    "after-update": (Backend, "update", True),
    "before-done": (Layout, "done", False),
    "before-publish": (Layout, "publish", False),
}


def article(number):
    quotes = [f"„Der Pegel in {place} steht bei {number}“" for place in ("Hallingen", "Oberau", "Seefeld")]
    text = ", sagte Hanna Vogt. ".join(quotes) + ", sagte Hanna Vogt."
    spoken = [said(text, quote, by="Hanna Vogt", cue="sagte") for quote in quotes]
    return story(text, *spoken, url=f"https://b.example/{number % 70}")


def ingest(path):
    with Store.create(path) as store:
        print("begun", flush=True)
        for _ in store.add_all(map(article, range(110)), chunk=5500):
            pass


def kill_at(moment, nth):
    owner, name, after = MOMENTS[moment]
    real, calls = getattr(owner, name), iter(range(1, 10**9))

    def deadly(self, *args, **more):
        last = next(calls) == nth
        if last and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(self, *args, **more)
        if last:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, deadly)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        kill_at(sys.argv[2], int(sys.argv[3]))
    ingest(sys.argv[1])
