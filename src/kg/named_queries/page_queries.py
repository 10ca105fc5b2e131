"""The questions that pages are made by: ``questions/*.rq`` of this package, asked of a revision.

They are plain SPARQL, but name no project: the base and the prefixes are those of the project that asks. What a page
shows is the answer to such a text, and the text itself is what the page offers to look at and to change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, QuerySolutions

from kg.named_queries import template
from kg.named_queries.named_query import Question
from kg.project import Project
from kg.rdf.namespaces import XSD
from kg.revision import Revision
from kg.sparql import lexer
from kg.sparql.lexer import Kind

FOLDER = Path(__file__).parent / "queries"

_OPEN = re.compile(r"\s*VALUES \?\w+ \{ UNDEF \}\n")

Term = NamedNode | Literal
Solution = dict[str, Term]


@lru_cache(maxsize=64)
def _question(base: str, prefixes: tuple[tuple[str, str], ...], name: str) -> Question:
    text = (FOLDER / f"{name}.rq").read_text(encoding="utf-8")
    front, body = template.parted(text)
    used = {token.text.partition(":")[0] for token in lexer.scan(body) if token.kind is Kind.PREFIXED_NAME}
    prologue = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in prefixes if prefix in used)
    whole = f"{front}BASE <{base}>\n{prologue}\n{body}"
    return Question(template.parse(whole, name, base, dict(prefixes)))


def question(project: Project, name: str) -> Question:
    """The question of this name, with the base and the prefixes of ``project``."""
    return _question(project.base, tuple(sorted(project.prefixes.items())), name)


def asked(project: Project, name: str, given: Mapping[str, Term | Sequence[Term]]) -> str:
    """The text of a question with these values; a parameter that is not given stays open."""
    return question(project, name).bound(given)


def solutions(revision: Revision, text: str) -> list[Solution]:
    """The solutions of a question of ours, evaluated in this process: it is known what it costs."""
    return list(plain(revision.solutions(text)))


def plain(found: QuerySolutions) -> Iterator[Solution]:
    """The solutions by the names of their variables, without what is no node or literal of a page."""
    names = [variable.value for variable in found.variables]
    for solution in found:
        yield {name: term for name, term in zip(names, solution, strict=True) if isinstance(term, NamedNode | Literal)}


def day(iso: str) -> Literal:
    """A day as the parameter ``on`` takes it."""
    return Literal(iso, datatype=NamedNode(XSD + "date"))


@dataclass(frozen=True, slots=True)
class Made:
    """How a page, or a part of it, was made: a question and its text as it was asked."""

    question: Question
    text: str

    @property
    def plain(self) -> str:
        """The text without the parameters that stay open: those that say nothing."""
        return "".join(line for line in self.text.splitlines(keepends=True) if not _OPEN.fullmatch(line))


def made(project: Project, name: str, given: Mapping[str, Term | Sequence[Term]]) -> Made:
    """A question of ours with these values, for a page to show."""
    found = question(project, name)
    return Made(found, found.bound(given))
