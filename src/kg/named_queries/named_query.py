"""The project's own questions: their names, what they ask in a reader's language, and their queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from pyoxigraph import Literal

from kg.errors import UnknownResource
from kg.named_queries.template import NamedQuery, bind, load, parted
from kg.revision import Revision
from kg.sparql.term_input import Term

EXAMPLE = "example"
EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Question:
    """A named query for readers."""

    query: NamedQuery

    @property
    def name(self) -> str:
        return self.query.name

    @property
    def text(self) -> str:
        """The query with its defaults, without the front matter that a page tells in words."""
        return parted(self.query.text)[1]

    def title(self, language: str) -> Literal:
        """What it asks."""
        return _told(self.query.summary, language) or Literal(self.name)

    def description(self, language: str) -> Literal | None:
        return _told(self.query.description, language)

    def bound(self, given: Mapping[str, Term | str | Sequence[Term | str]]) -> str:
        """The query with these values instead of its defaults; raises QueryError for one it does not take."""
        return parted(bind(self.query, given))[1]

    def defaults(self) -> dict[str, list[str]]:
        """The values that stand in it, as a reader writes them: IRIs in full, literals by their text."""
        found = self.query.parameters.values()
        return {each.name: [term.value for term in each.defaults if term is not None] for each in found}


@lru_cache(maxsize=2)
def questions(revision: Revision) -> tuple[Question, ...]:
    """Every question of the project, by name; read once for a revision."""
    project = revision.project
    return tuple(Question(load(path, project.base, project.prefixes)) for path in project.queries())


def find(revision: Revision, name: str) -> Question:
    """The question of this name. Raises UnknownResource, with similar names."""
    found = {each.name: each for each in questions(revision)}
    if name not in found:
        similar = [f"/queries/{each}" for each in get_close_matches(name, found, n=3, cutoff=0.4)]
        raise UnknownResource(f"There is no question {name}.", similar=similar)
    return found[name]


def examples(revision: Revision) -> tuple[Question, ...]:
    """A few to begin with: those tagged ``example``, else the first."""
    known = questions(revision)
    return (tuple(each for each in known if EXAMPLE in each.query.tags) or known)[:EXAMPLES]


def _told(texts: Mapping[str, str], language: str) -> Literal | None:
    for tag in (language, "en", *texts):
        if texts.get(tag):
            return Literal(texts[tag], language=tag) if tag else Literal(texts[tag])
    return None
