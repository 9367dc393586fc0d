"""Speed of extraction beside spaCy's tokenizer on the same text, in one run; run by hand.

    python tests/benchmarks/extraction.py ../shared/corpora/wikinews-quotes/dev.jsonl

The ratio is what counts: it moves less between machines than tokens a second.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from pathlib import Path

import spacy

from kg import vocab
from kg.extract import extract
from kg.records import Article, OffsetMap, Source


def articles(path: Path) -> list[Article]:
    """The articles of a JSON-lines file with a field `originalText` or `text`."""
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    texts = [record.get("originalText") or record["text"] for record in records]
    return [
        Article(vocab.article_iri(digest), text, Source(path.name, "jsonl", digest, line=n), OffsetMap.identity(text))
        for n, text in enumerate(texts, start=1)
        for digest in [hashlib.sha256(text.encode()).hexdigest()]
    ]


def main(path: Path) -> None:
    """Prints tokens a second of the tokenizer and of extraction, cold and warm, and their ratio."""
    found = articles(path)
    blank = spacy.blank("de")
    began = time.perf_counter()
    tokens = sum(len(blank.make_doc(article.text)) for article in found)
    tokenised = tokens / (time.perf_counter() - began)
    print(f"{len(found)} articles, {tokens} tokens\n{'tokenizer':<12}{tokenised:>12,.0f} tokens/s")
    for name in ("cold", "warm"):
        began = time.perf_counter()
        utterances = sum(len(extraction.utterances) for extraction in extract(found))
        speed = tokens / (time.perf_counter() - began)
        print(
            f"{'extract ' + name:<12}{speed:>12,.0f} tokens/s  ratio {speed / tokenised:.4f}  {utterances} utterances"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
