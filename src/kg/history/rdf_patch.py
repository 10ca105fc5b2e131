"""A difference as `RDF Patch <https://afs.github.io/rdf-patch/>`_: one transaction that turns one side into the other.

Blank nodes are written ``<_:label>``, which RDF Patch takes for the system's own labels; labels of files hold as long
as the order of the blank nodes in them.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kg.history.statement_difference import StatementDifference

Term = NamedNode | BlankNode | Literal | Triple | DefaultGraph

_HEADER = re.compile(r"H (id|prev) <uuid:([0-9a-f-]+)> \.")
_LABEL_OR_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"|<_:([^>]*)>')
_NOT_STATEMENTS = ("H ", "TX ", "TC ")


@dataclass(frozen=True, slots=True)
class Patch:
    """What a text in RDF Patch says: its ``identity``, that of the patch before it, and the statements.

    Identities are UUIDs; ``previous`` is empty where the text names none.
    """

    identity: str
    previous: str
    removed: tuple[Quad, ...]
    added: tuple[Quad, ...]


def write(difference: StatementDifference) -> str:
    """The patch, deletions first, in the order of the terms; the same difference gives the same patch."""
    removed, added = ([difference.compared[quad] for quad in part] for part in (difference.removed, difference.added))
    return of_statements(removed, added)


def of_statements(removed: Iterable[Quad], added: Iterable[Quad], previous: str = "") -> str:
    """The patch that removes and adds these statements, after the patch with the identity ``previous``."""
    lines = [_line("D", quad) for quad in removed]
    lines += [_line("A", quad) for quad in added]
    before = [f"H prev <uuid:{previous}> ."] if previous else []
    body = "\n".join([*before, "TX .", *sorted(lines, key=lambda line: (line[0] != "D", line)), "TC ."])
    identity = uuid.uuid5(uuid.NAMESPACE_OID, body)
    return f"H id <uuid:{identity}> .\n{body}\n"


def read(text: str) -> Patch:
    """What a patch of ``write`` or ``of_statements`` says; raises ValueError for a text that is no such patch."""
    headers: dict[str, str] = {}
    statements: dict[str, list[str]] = {"D": [], "A": []}
    lines = text.split("\n")
    for line in lines:
        operation, _, rest = line.partition(" ")
        if operation in statements:
            statements[operation].append(_LABEL_OR_TEXT.sub(_as_in_n_quads, rest) if "<_:" in rest else rest)
        elif header := _HEADER.fullmatch(line):
            headers[header[1]] = header[2]
        elif line and not line.startswith(_NOT_STATEMENTS):
            raise ValueError(f"no line of a patch: {line[:80]}")
    if lines[-2:] != ["TC .", ""] or "id" not in headers:
        raise ValueError("the patch has no beginning or no end")
    removed, added = (tuple(parse("\n".join(part), RdfFormat.N_QUADS)) for part in statements.values())
    return Patch(headers["id"], headers.get("prev", ""), removed, added)


def _as_in_n_quads(match: re.Match[str]) -> str:
    return match[0] if match[1] is None else f"_:{match[1]}"


def _line(operation: str, quad: Quad) -> str:
    parts = [operation, *map(_term, (quad.subject, quad.predicate, quad.object))]
    if not isinstance(quad.graph_name, DefaultGraph):
        parts.append(_term(quad.graph_name))
    return " ".join([*parts, "."])


def _term(term: Term) -> str:
    return f"<_:{term.value}>" if isinstance(term, BlankNode) else str(term)
