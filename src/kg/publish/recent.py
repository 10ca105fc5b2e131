"""What happened last, as far as the data tells: the answer to ``questions/recent.rq``."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.publish import page_question
from kg.publish.claims import Claim, claim
from kg.publish.page import Reader

QUESTION = "recent"


@dataclass(frozen=True, slots=True)
class Event:
    """A claim and the thing that it is about or belongs to."""

    claim: Claim
    owner: NamedNode


def events(reader: Reader) -> list[Event]:
    """The events, the latest first."""
    revision = reader.known.revision
    text = page_question.asked(revision.project, QUESTION, {"language": Literal(reader.names)})
    found = []
    for solution in page_question.solutions(revision, text):
        node, owner = solution["event"], solution["owner"]
        assert isinstance(node, NamedNode)
        assert isinstance(owner, NamedNode)
        if told := claim(reader, node):
            found.append(Event(told, owner))
    return found
