"""Mentions to identities, with the judgement and its reason.

`article` judges within one article, `seeded` by who is known beforehand (`figures`), `cluster` across articles; `names`
and `people` take names apart, `keys` makes spellings meet.
"""

from kg.resolve.cluster import SURE, Clusters, Context, cluster
from kg.resolve.figures import BODIES, Figure, Figures, known
from kg.resolve.keys import compact, fold, surname_key
from kg.resolve.names import person_name, role_key
from kg.resolve.people import name_parts, role_words
from kg.resolve.seeded import resolve

__all__ = [
    "BODIES",
    "SURE",
    "Clusters",
    "Context",
    "Figure",
    "Figures",
    "cluster",
    "compact",
    "fold",
    "known",
    "name_parts",
    "person_name",
    "resolve",
    "role_key",
    "role_words",
    "surname_key",
]
