"""The language of messages: from the command line, else the environment, else the project."""

from __future__ import annotations

import os

from kg.project import Project
from kg.translations.language_tags import SOURCE_LANGUAGE


def reading(project: Project, named: str | None) -> tuple[str, ...]:
    """Language tags in order of preference; the environment is read as POSIX says (LC_ALL, LC_MESSAGES, LANG)."""
    locales = [named] if named else [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    tags = [locale.partition(".")[0].replace("_", "-") for locale in locales if locale]
    preferred = [tag for tag in tags if tag.upper() not in ("C", "POSIX")]
    # English before the project's own languages: a machine without a locale is most often a CI runner.
    return tuple(dict.fromkeys([*preferred, SOURCE_LANGUAGE, *project.languages]))
