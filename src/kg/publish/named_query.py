"""The project's own questions, as pages and addresses offer them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml
from pyoxigraph import Literal

from kg.revision import Revision


@dataclass(frozen=True, slots=True)
class Question:
    name: str
    text: str
    meta: Any

    def title(self, language: str) -> Literal:
        return _in(self.meta.get("summary", self.name), language)

    def description(self, language: str) -> Literal | None:
        d = self.meta.get("description")
        return _in(d, language) if d else None


def _in(value: Any, language: str) -> Literal:
    if isinstance(value, dict):
        tag = language if language in value else next(iter(value))
        return Literal(value[tag], language=tag)
    return Literal(str(value), language="en")


@lru_cache(maxsize=2)
def questions(revision: Revision) -> tuple[Question, ...]:
    found = []
    for path in revision.project.queries():
        lines = path.read_text().splitlines()
        meta = yaml.safe_load("\n".join(l[3:] for l in lines if l.startswith("#+"))) or {}
        found.append(Question(path.stem, "\n".join(l for l in lines if not l.startswith("#+")).strip() + "\n", meta))
    return tuple(found)


def examples(revision: Revision) -> tuple[Question, ...]:
    return questions(revision)[:3]
