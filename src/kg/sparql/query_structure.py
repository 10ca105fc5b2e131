"""The structure of a SELECT or ASK query as values: its groups, their triple patterns, and the use of variables.

``kg.sparql.query_reader`` reads it from a query that the engine has parsed without error. It has what users of it need
to know: whether variables of the query may be bound before it is evaluated, in which groups they must be bound, and
which statements can change the solutions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from kg.sparql.property_path import Path

PatternTerm = NamedNode | str
"""A term of a triple pattern: an IRI, a variable as ``?name``, or a literal as written."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern; ``verb`` is a path, or a variable as ``?name``."""

    subject: PatternTerm
    verb: Path | str
    value: PatternTerm


@dataclass(slots=True)
class Group:
    """A group graph pattern, which stands between two braces.

    ``kind`` is the keyword before it in lower case (with `` ?`` after it for ``GRAPH ?g``), or "root", "select" (a
    nested SELECT) or "plain". ``start`` is the offset after its opening brace. ``expressions`` are the variables of its
    filters and binds, EXISTS included; ``binds`` has each assigned variable with those it is computed from; ``lexical``
    are the variables of whose values the written form matters, as in ``STR(?x)``. ``opaque`` groups contain something
    that is not read: a list, an anonymous blank node, a negated property set.
    """

    kind: str
    start: int
    patterns: list[Pattern] = field(default_factory=list)
    children: list[Group] = field(default_factory=list)
    expressions: set[str] = field(default_factory=set)
    binds: list[tuple[str, set[str]]] = field(default_factory=list)
    lexical: set[str] = field(default_factory=set)
    allowed: dict[str, frozenset[NamedNode]] = field(default_factory=dict)
    """The IRIs to which a filter restricts a variable: ``FILTER(?path IN (ex:a, ex:b))``."""

    select: Select | None = None
    opaque: bool = False

    def all(self) -> Iterator[Group]:
        """The group and all groups in it."""
        yield self
        for child in self.children:
            yield from child.all()

    def mentions(self) -> set[str]:
        """The variables of this group and of all groups in it."""
        variables = set(self.expressions)
        for pattern in self.patterns:
            terms = (pattern.subject, pattern.verb, pattern.value)
            variables |= {term.removeprefix("?") for term in terms if isinstance(term, str)}
        return variables.union(*(child.mentions() for child in self.children))


@dataclass(slots=True)
class Select:
    """A SELECT or ASK clause with its modifiers, of the query itself or of a nested query.

    The clause, such as ``SELECT $this ?value``, is between the offsets ``start`` and ``end``. ``assigned`` are the
    variables of ``(… AS ?assigned)``. ``sliced`` says that there is a LIMIT or OFFSET.
    """

    start: int
    end: int
    form: str
    projected: list[str] = field(default_factory=list)
    everything: bool = False
    assigned: set[str] = field(default_factory=set)
    grouped: set[str] = field(default_factory=set)
    aggregates: bool = False
    sliced: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A query and its outermost group; ``clauses`` are those of MINUS, VALUES and SERVICE that it has."""

    text: str
    root: Group
    clauses: tuple[str, ...]

    @property
    def select(self) -> Select:
        """The clause of the query itself."""
        assert self.root.select is not None
        return self.root.select

    @property
    def allowed(self) -> dict[str, frozenset[NamedNode]]:
        """The IRIs to which a filter of any group restricts a variable."""
        return {name: iris for group in self.groups() for name, iris in group.allowed.items()}

    def groups(self) -> Iterator[Group]:
        return self.root.all()

    def patterns(self) -> Iterator[Pattern]:
        for group in self.groups():
            yield from group.patterns
