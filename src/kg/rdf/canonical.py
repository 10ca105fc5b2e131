"""The canonical form of a Turtle document, which ``kg format`` writes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pyoxigraph import RdfFormat, Triple, parse

from kg.errors import DatasetError
from kg.rdf import rebasing, turtle

_COMMENT = re.compile(
    r'''"""(?:[^\\]|\\.)*?"""|\'\'\'(?:[^\\]|\\.)*?\'\'\'|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>\s]*>|'''
    r"(?P<comment>#[^\n]*)",
    re.DOTALL,
)


def form(text: str, *, base: str | None, prefixes: Mapping[str, str]) -> str:
    """The canonical form of a Turtle document; comments above its first statement stay where they are.

    Prefixes that only the document declares are kept, and its own base where no ``base`` is given. Raises DatasetError
    for a comment further down, which would be lost, and SyntaxError as the parser does.
    """
    return rewritten(text, None, base=base, prefixes=prefixes)


def rewritten(text: str, triples: Iterable[Triple] | None, *, base: str | None, prefixes: Mapping[str, str]) -> str:
    """The canonical form of a document that says these ``triples`` instead; raises as ``form`` does."""
    parser = parse(text.encode(), format=RdfFormat.TURTLE, base_iri=base)
    own = [quad.triple for quad in parser]
    known = set(prefixes.values())
    kept = {name: iri for name, iri in parser.prefixes.items() if iri not in known and name not in prefixes}
    head = _head(text)
    try:
        return head + turtle.write(
            own if triples is None else triples, base=base or rebasing.declared(text), prefixes={**prefixes, **kept}
        )
    except RecursionError as error:
        raise DatasetError("blank nodes or triple terms are nested too deeply to be laid out") from error


def _head(text: str) -> str:
    """The comment lines that open the document."""
    lines = text.splitlines(keepends=True)
    count = next((n for n, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")), len(lines))
    head = "".join(lines[:count])
    for match in _COMMENT.finditer(text, len(head)):
        if match["comment"]:
            line = text.count("\n", 0, match.start()) + 1
            raise DatasetError(
                "a comment stands among the statements, and the canonical form has no place for it",
                line=line,
                column=match.start() - text.rfind("\n", 0, match.start()),
                hint="Write it as data (skos:note, rdfs:comment), or move it above the first statement.",
            )
    return f"{head.strip()}\n\n" if head.strip() else ""
