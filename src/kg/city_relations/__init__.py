"""The domain: partnerships, memberships and decisions of cities, and what holds on a day."""

from __future__ import annotations

from kg.project import Project

PREFIX = "ct"
"""The prefix that a project gives to the vocabulary, and that the queries and templates here use."""


def describes(project: Project) -> bool:
    """Whether a project has the vocabulary."""
    return PREFIX in project.prefixes
