"""A difference as `RDF Patch <https://afs.github.io/rdf-patch/>`_: one transaction that turns one side into the other.

Blank nodes are written ``<_:label>``, which RDF Patch takes for the system's own labels; labels of files hold as long
as the order of the blank nodes in them.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.history.statement_difference import StatementDifference

Term = NamedNode | BlankNode | Literal | Triple | DefaultGraph


def write(difference: StatementDifference) -> str:
    """The patch, deletions first, in the order of the terms; the same difference gives the same patch."""
    lines = [_line("D", quad, difference.compared) for quad in difference.removed]
    lines += [_line("A", quad, difference.compared) for quad in difference.added]
    body = "\n".join(["TX .", *sorted(lines, key=lambda line: (line[0] != "D", line)), "TC ."])
    identity = uuid.uuid5(uuid.NAMESPACE_OID, body)
    return f"H id <uuid:{identity}> .\n{body}\n"


def _line(operation: str, quad: Quad, compared: Mapping[Quad, Quad]) -> str:
    terms = compared[quad]
    parts = [operation, *map(_term, (terms.subject, terms.predicate, terms.object))]
    if not isinstance(terms.graph_name, DefaultGraph):
        parts.append(_term(terms.graph_name))
    return " ".join([*parts, "."])


def _term(term: Term) -> str:
    return f"<_:{term.value}>" if isinstance(term, BlankNode) else str(term)
