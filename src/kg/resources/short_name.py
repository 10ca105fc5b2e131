"""What a thing is called where there is little room: in a picture, beside a hit of a search."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from kg.resources.language_view import Reader, last_part


def brief(reader: Reader, node: NamedNode) -> Literal:
    """The name of a node; where it has none, the last part of its IRI: ``ITA`` for a country of another register."""
    name = reader.name(node)
    if name.value != node.value:
        return name
    return Literal(last_part(node.value))
