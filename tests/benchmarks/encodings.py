"""How often the encoding of the sample corpus is told right, beside charset-normalizer (install it first). Run by hand:

python tests/benchmarks/encodings.py
"""

from __future__ import annotations

from pathlib import Path

from charset_normalizer import from_bytes

from kg.corpus.plain import decode

CORPUS = Path(__file__).parents[2] / "data" / "corpus" / "articles"
ENCODINGS = ("utf-8", "utf-16", "cp1252", "iso-8859-15", "mac-roman", "cp850")
SHORT = 300


def main() -> None:
    """Prints a row an encoding: texts (whole, and their first 300 characters), right by us, right by the library."""
    texts = [path.read_text("utf-8").split("---", 2)[2] for path in sorted(CORPUS.glob("*.md"))]
    for encoding in ENCODINGS:
        samples = [text.encode(encoding, "ignore") for whole in texts for text in (whole, whole[:SHORT])]
        ours = sum(decode(data, "").text == data.decode(encoding) for data in samples)
        theirs = sum(str(from_bytes(data).best()) == data.decode(encoding) for data in samples)
        print(f"{encoding:12} {len(samples)} texts · kg {ours} · charset-normalizer {theirs}")


if __name__ == "__main__":
    main()
