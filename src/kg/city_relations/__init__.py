"""The domain: partnerships, memberships and decisions of cities, and what holds on a day."""

from __future__ import annotations

from kg.project import Project
from kg.publish.field_vocabulary import Vocabulary

PREFIX = "ct"
"""The prefix that a project gives to the vocabulary, and that the queries and templates here use."""


def describes(project: Project) -> bool:
    """Whether a project has the vocabulary."""
    return PREFIX in project.prefixes


def vocabulary_of(project: Project) -> Vocabulary:
    """What publishers need to know of the project's vocabulary: ours, or that of no field."""
    if not describes(project):
        return Vocabulary()
    from kg.city_relations.vocabulary import VOCABULARY  # which imports from this package

    return VOCABULARY
