"""Mentions to identities, with the judgement and its reason."""

from kg.resolve.article import resolve
from kg.resolve.names import person_name, role_key

__all__ = ["person_name", "resolve", "role_key"]
