"""The reader's language: named on the command line, else the environment's, else the project's."""

from __future__ import annotations

import os

from kg.project import Project


def reading(project: Project, named: str | None) -> tuple[str, ...]:
    """Language tags in order of preference; the environment is asked as POSIX programs ask it (LC_ALL, LANG …)."""
    asked = [named] if named else [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    tags = [tag.partition(".")[0].replace("_", "-") for tag in asked if tag]
    wanted = [tag for tag in tags if tag.upper() not in ("C", "POSIX")]
    # English before the project's own languages: a machine that says nothing is most often a CI runner.
    return tuple(dict.fromkeys([*wanted, "en", *project.languages]))
