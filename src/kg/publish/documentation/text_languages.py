"""Texts that lie in several languages, ``about.nl.md`` beside ``about.fr.md``, and the one that a reader gets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from kg.translations.language_tags import SOURCE_LANGUAGE


def by_name(
    paths: Iterable[Path], pattern: re.Pattern[str], languages: Sequence[str] = ()
) -> dict[str, dict[str, Path]]:
    """The files by the ``name`` and the ``tag`` of the pattern, in English without a tag; those of ``languages`` first.

    >>> files = [Path("about.nl.md"), Path("about.fr.md"), Path("notes.txt")]
    >>> {name: list(by_tag) for name, by_tag in by_name(files, re.compile(r"(?P<name>.+)[.](?P<tag>..)[.]md")).items()}
    {'about': ['fr', 'nl']}
    """
    files: dict[str, dict[str, Path]] = {}
    for path in paths:
        if match := pattern.fullmatch(path.name):
            files.setdefault(match["name"], {})[match["tag"] or SOURCE_LANGUAGE] = path
    order = {tag: number for number, tag in enumerate(languages)}
    return {
        name: dict(sorted(by_tag.items(), key=lambda item: (order.get(item[0], len(order)), item[0])))
        for name, by_tag in files.items()
    }


def chosen(by_tag: Mapping[str, Path], tags: Sequence[str]) -> str:
    """The first of the languages that a text has, else the first of its own.

    >>> chosen({"fr": Path("a"), "nl": Path("b")}, ("de", "nl")), chosen({"fr": Path("a")}, ("de",))
    ('nl', 'fr')
    """
    return next((tag for tag in tags if tag in by_tag), next(iter(by_tag)))
