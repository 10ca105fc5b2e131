"""Sentences about a resource, each with what it rests on: its statements, the passages that carry it, its certainty.

A field's vocabulary makes them of its claims; of any other graph, each statement is a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.resources.language_view import Reader

UNKNOWN = "unknown"
"""The certainty of what no claim grades."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A passage as its source has it. The text is data of somebody else, whatever it says."""

    text: str
    language: str | None
    passage: str
    source: str
    title: str
    publishers: tuple[str, ...]
    address: str | None


@dataclass(frozen=True, slots=True)
class TracedSentence:
    """A sentence that holds on ``day``; ``statements`` are triples, each term as N-Triples has it."""

    text: str
    statements: tuple[tuple[str, str, str], ...]
    certainty: str
    day: str
    quotations: tuple[Quotation, ...] = ()


def of_statements(reader: Reader, node: NamedNode, most: int) -> list[TracedSentence]:
    """A sentence for each statement about a resource, at most so many; what is in blank nodes is left to queries."""
    subject, day = reader.name(node).value, reader.known.revision.day.isoformat()
    quads = (quad for quad in reader.known.about(node) if not isinstance(quad.object, BlankNode))
    return [
        TracedSentence(
            text=f"{subject} – {reader.name(quad.predicate).value}: {_words(reader, quad.object)}",
            statements=((str(quad.subject), str(quad.predicate), str(quad.object)),),
            certainty=UNKNOWN,
            day=day,
        )
        for quad in islice(dict.fromkeys(quads), most)
    ]


def _words(reader: Reader, value: object) -> str:
    if isinstance(value, NamedNode):
        return reader.name(value).value
    return value.value if isinstance(value, Literal) else str(value)
