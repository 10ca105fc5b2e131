"""The queries behind pages: files of plain SPARQL that name no project, evaluated on a revision.

The prefixes are those of the project, and so is the base IRI where the file names none. A page shows the answer to such
a query, and offers the query's text for reading and editing. The files here fit any vocabulary.
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

_FOLDER = Path(__file__).parent / "queries"
DESCRIPTION = _FOLDER / "description.rq"
DISTRIBUTIONS = _FOLDER / "distributions.rq"
GRAPHS = _FOLDER / "graphs.rq"

_BASE = re.compile(r"BASE <[^>]*>\n")
_OPEN = re.compile(r"\s*VALUES \?\w+ \{ UNDEF \}\n")

Term = NamedNode | Literal
Solution = dict[str, Term]


@lru_cache(maxsize=64)
def _question(base: str, prefixes: tuple[tuple[str, str], ...], path: Path) -> Question:
    front, body = template.parted(path.read_text(encoding="utf-8"))
    used = {token.text.partition(":")[0] for token in lexer.scan(body) if token.kind is Kind.PREFIXED_NAME}
    prologue = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in prefixes if prefix in used)
    own = _BASE.match(body)
    whole = f"{front}{own[0]}{prologue}\n{body[own.end() :]}" if own else f"{front}BASE <{base}>\n{prologue}\n{body}"
    return Question(template.parse(whole, path.stem, base, dict(prefixes)))


def question(project: Project, path: Path) -> Question:
    """The query of this file, with the prefixes of ``project``, and its base unless the file has one of its own."""
    return _question(project.base, tuple(sorted(project.query_prefixes.items())), path)


def bound(project: Project, path: Path, given: Mapping[str, Term | Sequence[Term]]) -> str:
    """The text of a query with these values for its parameters; the others stay open."""
    return question(project, path).bound(given)


def solutions(revision: Revision, text: str) -> list[Solution]:
    """The solutions of one of these queries, evaluated in this process: their cost is known."""
    return list(plain(revision.solutions(text)))


def plain(evaluated: QuerySolutions) -> Iterator[Solution]:
    """The solutions by the names of their variables, without blank nodes, which pages do not show."""
    names = [variable.value for variable in evaluated.variables]
    for solution in evaluated:
        yield {name: term for name, term in zip(names, solution, strict=True) if isinstance(term, NamedNode | Literal)}


def day(iso: str) -> Literal:
    """A day as the parameter ``on`` takes it."""
    return Literal(iso, datatype=NamedNode(XSD + "date"))


@dataclass(frozen=True, slots=True)
class Made:
    """How a page, or a part of it, was made: a query, and its text with the values of its parameters."""

    question: Question
    text: str

    @property
    def plain(self) -> str:
        """The text without the parameters that stay open."""
        return "".join(line for line in self.text.splitlines(keepends=True) if not _OPEN.fullmatch(line))


def made(project: Project, path: Path, given: Mapping[str, Term | Sequence[Term]]) -> Made:
    """A query with these values for its parameters, for a page to show."""
    query = question(project, path)
    return Made(query, query.bound(given))
