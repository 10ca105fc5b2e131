"""Turtle as TriG with one named graph, so that the parser names the graph of each statement itself.

Doing so afterwards, a statement at a time in Python, takes as long as parsing.
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


def in_graph(turtle: str, graph: NamedNode) -> str | None:
    """TriG that says the same in ``graph``, and one statement more at the end; None where that cannot be promised.

    Where it is valid, so is the Turtle. It may be invalid although the Turtle is not, as where a directive stands
    further down. The statement at the end is there because TriG, unlike Turtle, does without the last full stop.
    """
    if "}" in turtle:
        return None  # outside a text it would end the graph, and what is no Turtle could be TriG
    head = _HEAD.match(turtle)
    end = head.end() if head else 0
    return f"{turtle[:end]}{graph} {{\n{turtle[end:]}\n<urn:x> <urn:x> <urn:x> }}"
