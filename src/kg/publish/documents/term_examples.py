"""Examples of a term of an ontology: those that it states, or a statement of the site's own data in their place.

An ontology that several sites share has examples of one of them, which name things that another does not describe.
"""

from __future__ import annotations

import re
from itertools import chain
from urllib.parse import urljoin

from pyoxigraph import NamedNode, Quad

from kg.resources.language_view import Reader
from kg.resources.resource_graph import TYPE

_STATEMENT = re.compile(r"<([^<>\s]*)> \S")
_PREFIXED = re.compile(r"[\w.-]*:[^/#:]*")


def examples(reader: Reader, term: NamedNode) -> list[str]:
    """The examples as texts; one about a thing that is not described here is replaced or left out."""
    stated = [literal.value for literal in reader.values(term, "skos:example")]
    known = [text for text in stated if _is_known(reader, term, text)]
    if known or not stated:
        return known
    return [_written(reader, quad) for quad in _own(reader, term)]


def _is_known(reader: Reader, term: NamedNode, text: str) -> bool:
    statement = _STATEMENT.match(text)
    bases = (reader.known.revision.project.base, term.value)
    return not statement or any(reader.known.about(NamedNode(urljoin(base, statement[1]))) for base in bases)


def _own(reader: Reader, term: NamedNode) -> list[Quad]:
    """The first statement of the data with this property or class, if there is one."""
    things = (node for node in reader.known.referrers(term, TYPE) if isinstance(node, NamedNode))
    typed = (Quad(node, TYPE, term) for node in things)
    stated = (quad for quad in reader.known.revision.having(term) if isinstance(quad.subject, NamedNode))
    first = next(chain(typed, stated), None)
    return [first] if first else []


def _written(reader: Reader, quad: Quad) -> str:
    """A statement as in Turtle, with the project's prefixes and its base."""
    predicate = "a" if quad.predicate == TYPE else _term(reader, quad.predicate)
    return f"{_term(reader, quad.subject)} {predicate} {_term(reader, quad.object)} ."


def _term(reader: Reader, term: object) -> str:
    if not isinstance(term, NamedNode):
        return str(term)
    short = reader.short(term)
    relative = term.value.removeprefix(reader.known.revision.project.base)
    return short if _PREFIXED.fullmatch(short) else f"<{relative}>"
