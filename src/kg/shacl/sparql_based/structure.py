"""What a query of a shape is made of: its groups, its triple patterns, and where each variable is used.

This reads what pyoxigraph has already found to be SPARQL. It keeps what three questions need: is the query one that
may be pre-bound, where must the focus nodes be bound so that one evaluation serves all of them, and which statements
can change its answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from kg.shacl.shapes.path import Path

Place = NamedNode | str
"""A term of a triple pattern: an IRI, the name of a variable as ``?name``, or a literal's text."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern; ``verb`` is a path, or the name of a variable."""

    subject: Place
    verb: Path | str
    value: Place


@dataclass(slots=True)
class Group:
    """What stands between two braces. ``kind`` says what makes it a group of its own.

    ``expressions`` are the variables of its filters and binds, those of EXISTS in them included; ``binds`` tell which
    variable is made of which; ``lexical`` are the variables whose written form matters.
    """

    kind: str
    start: int
    patterns: list[Pattern] = field(default_factory=list)
    children: list[Group] = field(default_factory=list)
    expressions: set[str] = field(default_factory=set)
    binds: list[tuple[str, set[str]]] = field(default_factory=list)
    lexical: set[str] = field(default_factory=set)
    among: dict[str, frozenset[NamedNode]] = field(default_factory=dict)
    """The IRIs that a filter allows for a variable: ``FILTER(?path IN (ex:a, ex:b))``."""

    select: Select | None = None
    opaque: bool = False
    """It has something whose statements are not told here: a list, an anonymous node, a negated property set."""

    def all(self) -> Iterator[Group]:
        yield self
        for child in self.children:
            yield from child.all()

    def mentions(self) -> set[str]:
        """The variables of this group and all groups in it."""
        found = set(self.expressions)
        for pattern in self.patterns:
            found |= {x.removeprefix("?") for x in (pattern.subject, pattern.verb, pattern.value) if isinstance(x, str)}
        return found.union(*(child.mentions() for child in self.children))


@dataclass(slots=True)
class Select:
    """A SELECT or ASK, the query's own or a nested one."""

    start: int
    end: int
    """Of the words before the group: ``SELECT $this ?value``."""

    form: str
    projected: list[str] = field(default_factory=list)
    everything: bool = False
    made: set[str] = field(default_factory=set)
    """The variables that it makes: ``(… AS ?made)``."""

    grouped: set[str] = field(default_factory=set)
    aggregates: bool = False
    sliced: bool = False
    """It has LIMIT or OFFSET."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query, the root of its groups, and words in it that pre-binding does not allow."""

    text: str
    root: Group
    forbidden: tuple[str, ...]

    @property
    def select(self) -> Select:
        assert self.root.select is not None
        return self.root.select

    @property
    def among(self) -> dict[str, frozenset[NamedNode]]:
        """What filters of any group allow for a variable."""
        return {name: iris for group in self.groups() for name, iris in group.among.items()}

    def groups(self) -> Iterator[Group]:
        return self.root.all()

    def patterns(self) -> Iterator[Pattern]:
        for group in self.groups():
            yield from group.patterns
