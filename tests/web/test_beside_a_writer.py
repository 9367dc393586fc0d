"""While `kg ingest` adds articles, every request is answered; after it, the new ones are there."""

from __future__ import annotations

import shutil
import subprocess
import threading
import time

from graph_samples import said, story
from serving import KG, served

from kg.store import Store
from kg.web.snapshots import Snapshots
from kg.web.worker import IDLE

TEXT = "„Der Deich bei Oberau hält“, sagte Hanna Vogt am Montag."
NEW = 6
ARTICLES = "SELECT (COUNT(DISTINCT ?a) AS ?n) { ?a a schema:NewsArticle }"


def test_requests_succeed_while_articles_come_in_and_then_show_them(tmp_path):
    store, folder = tmp_path / "store", tmp_path / "artikel"
    with Store.create(store) as opened:
        opened.add(story(TEXT, said(TEXT, TEXT.split(",")[0], by="Hanna Vogt")))
    folder.mkdir()
    for n in range(NEW):
        text = f"„Der Pegel steht bei {n} Metern“, sagte Deichgräfin Änne Kühlbrodt am Montag."
        (folder / f"{n}.txt").write_text(text, "utf-8")
    with served(store, "--workers", 2) as server:
        counts, tags, done = [], set(), threading.Event()

        def keep_asking():
            while not done.is_set():
                answer = server.get(ARTICLES)
                counts.append(int(answer.json()["results"]["bindings"][0]["n"]["value"]))
                tags.add(answer.headers["etag"])
                server.rows(f"{ARTICLES} #{len(counts)}")
                time.sleep(0.05)

        asker = threading.Thread(target=keep_asking)
        asker.start()
        subprocess.run([*KG, "ingest", str(folder), "--store", str(store)], check=True, capture_output=True)
        assert int(server.rows(ARTICLES)[0]["n"]) == 1 + NEW
        done.set()
        asker.join()
        asked = [line for line in server.log if line.get("path") == "/sparql"]
        assert len(asked) > 50 and {line["status"] for line in asked} == {200}
        assert counts[0] == 1 and set(counts) <= {1, 1 + NEW} and len(tags) == len(set(counts))
        time.sleep(IDLE * 1.5)
        with Store.open(store, "w") as opened:
            opened.publish()
        left = [path for path in (store / "snapshots").iterdir() if path.is_dir()]
        assert len(left) <= 2, "processes without a question hold on to old snapshots"


def test_a_reader_keeps_its_moment_and_the_next_one_sees_the_new(corpus, tmp_path):
    store = shutil.copytree(corpus, tmp_path / "store")
    snapshots = Snapshots(store)
    with snapshots.reader() as old:
        before = len(list(old.graphs()))
        with Store.open(store, "w") as writer:
            writer.retract(next(v.article for v in writer.versions()), "Test")
        with snapshots.reader() as new:
            assert new.snapshot != old.snapshot
            assert len(list(new.graphs())) == before - 1 and len(list(old.graphs())) == before
            with snapshots.reader() as same:
                assert same is new
    snapshots.close()
    assert [path.name for path in (store / "snapshots").iterdir() if path.is_dir()]
