"""Wraps Turtle as TriG with one named graph, so that the parser sets the graph of each statement.

Setting it afterwards in Python, statement by statement, takes as long as parsing.
"""

from __future__ import annotations

import re

from pyoxigraph import NamedNode

_HEAD = re.compile(
    r"""(?:\s*+(?:
        @?prefix[ \t]++[^\s:<>]*+:[ \t]*+<[^<>\s]*+>[ \t]*+\.?[ \t]*+(?:\#[^\n]*+)?
        | @?base[ \t]*+<[^<>\s]*+>[ \t]*+\.?[ \t]*+(?:\#[^\n]*+)?
        | \#[^\n]*+
    )\n)*+""",
    re.IGNORECASE | re.VERBOSE,
)
"""The directives and comments before the first statement, as far as each stands on a line of its own."""


def is_head(turtle: str) -> bool:
    """Whether the text has only directives and comments, each on a line of its own."""
    return _HEAD.fullmatch(turtle) is not None


def in_graph(turtle: str, graph: NamedNode) -> str | None:
    """The same statements as TriG in ``graph``, and one more at the end; None where that is not certain.

    Valid TriG means valid Turtle. It may be invalid although the Turtle is valid, such as where a directive follows a
    statement. The statement at the end is needed because TriG, unlike Turtle, allows the last full stop to be omitted.
    """
    if "}" in turtle:
        return None  # outside a string it would end the graph, and invalid Turtle could become valid TriG
    head = _HEAD.match(turtle)
    end = head.end() if head else 0
    return f"{turtle[:end]}{graph} {{\n{turtle[end:]}\n<urn:x> <urn:x> <urn:x> }}"
