"""The articles of the store that goes out and comes in: a part of the sample corpus, for each way takes all of it."""

from pathlib import Path

CORPUS = Path(__file__).parents[2] / "data" / "corpus" / "articles"
RETRACTED = "wasser-09-querblick"
NAMES = (
    *("klinik-01-anzeiger", "klinik-03-funkhaus", "klinik-04-kronseer", "klinik-05-bote", "klinik-06-querblick"),
    *("klinik-06-querblick-v2", "klinik-12-kronseer", "bruecke-01-tageblatt", "bruecke-05-querblick", RETRACTED),
)
FILES = [CORPUS / f"{name}.md" for name in NAMES]
KEPT = len(FILES) - 1
"""Articles that are left, with their versions."""
