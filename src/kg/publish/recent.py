"""What happened last, as far as the data tells: the answer to ``questions/recent.rq``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from kg.publish import maker, page_question
from kg.publish.claims import Claim, claim
from kg.publish.page import Reader
from kg.publish.page_question import Solution
from kg.revision import Revision

QUESTION = "recent"


@dataclass(frozen=True, slots=True)
class Event:
    """A claim and the thing that it is about or belongs to."""

    claim: Claim
    owner: NamedNode


def events(reader: Reader) -> list[Event]:
    """The events, the latest first."""
    found = []
    for solution in _solutions(reader.known.revision, reader.names):
        node, owner = solution["event"], solution["owner"]
        assert isinstance(node, NamedNode)
        assert isinstance(owner, NamedNode)
        if told := claim(reader, node):
            found.append(Event(told, owner))
    return found


@lru_cache(maxsize=16)
def _solutions(revision: Revision, language: str) -> list[Solution]:
    text = page_question.asked(revision.project, QUESTION, {"language": Literal(language)})
    return maker.made(revision, page_question.solutions, text)
