"""What happened last, as far as the data tells: the answer to ``queries/recent.rq``."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.city_relations.claims import Claim, claim
from kg.city_relations.page_questions import RECENT
from kg.compact import forked_build
from kg.named_queries import page_queries
from kg.named_queries.page_queries import Solution
from kg.resources.language_view import Reader
from kg.revision import Revision
from kg.revision_results import cached_until_renewal


@dataclass(frozen=True, slots=True)
class Event:
    """A claim and the thing that it is about or belongs to."""

    claim: Claim
    owner: NamedNode


def events(reader: Reader) -> list[Event]:
    """The events, the latest first."""
    listed = []
    for solution in _solutions(reader.known.revision, reader.names):
        node, owner = solution["event"], solution["owner"]
        assert isinstance(node, NamedNode)
        assert isinstance(owner, NamedNode)
        if stated := claim(reader, node):
            listed.append(Event(stated, owner))
    return listed


@cached_until_renewal(maxsize=16)
def _solutions(revision: Revision, language: str) -> list[Solution]:
    text = page_queries.bound(revision.project, RECENT, {"language": Literal(language)})
    return forked_build.build(revision, page_queries.solutions, text)
