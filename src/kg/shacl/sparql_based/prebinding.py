"""Pre-binding (`SHACL §5.3.1 <https://www.w3.org/TR/shacl/#pre-binding>`_) for all focus nodes in one evaluation.

Values that are the same for every focus node are written into the query (``substitute``). Those that differ, ``$this``
and in validators ``$value``, are joined in: the rows to be checked are in a graph of their own, and each group that
needs the variable begins with a pattern that reads them. A group needs it if one of its expressions uses it, because a
group is evaluated before the groups around it; triple patterns are joined anyway, and EXISTS sees the bindings around
it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from kg.sparql import lexer
from kg.sparql.lexer import Kind, Token
from kg.sparql.query_structure import Group, Query

ROWS = "urn:x-kg:rows"
ROW = "kg_row"
_ROWS_PLACEHOLDER = "urn:x-kg:rows/?"
_FORBIDDEN = frozenset(("MINUS", "VALUES", "SERVICE"))
"""Clauses that a query with pre-bound variables must not contain."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A query that can be evaluated for rows of values of the variables ``columns``.

    ``once`` says whether one evaluation serves all rows; otherwise each row needs its own, as with LIMIT, which would
    count the solutions of all rows together.
    """

    query: Query
    columns: tuple[str, ...]
    once: bool
    text: str

    def for_rows(self, rows: int) -> str:
        """The query over the set of rows with this number."""
        return self.text.replace(_ROWS_PLACEHOLDER, rows_iri(rows))


def rows_iri(number: int) -> str:
    """The node that has the rows of a set."""
    return f"urn:x-kg:rows/{number}"


def column_iri(column: str) -> str:
    """The property that gives a row its value of a column."""
    return f"urn:x-kg:column/{column}"


@lru_cache(maxsize=4)
def tokens_of(query: str) -> Sequence[Token]:
    """The tokens of a query of the shapes, which is looked at several times in a row."""
    return tuple(lexer.scan(query, lenient=True))


def substitute(query: str, values: Mapping[str, str]) -> str:
    """The query with variables replaced by terms or paths as text.

    ``bound(?x)`` becomes ``(true)``, and a projected variable that has a value is dropped.
    """
    out: list[str] = []
    at = 0
    tokens = tokens_of(query)
    for index, token in enumerate(tokens):
        text = values.get(token.variable or "")
        if text is None:
            continue
        start, end = token.offset, token.end
        if index >= 2 and tokens[index - 2].matches("BOUND") and tokens[index - 1].text == "(":
            start, end, text = tokens[index - 2].offset, tokens[index + 1].end, "(true)"
        elif _is_projected(tokens, index) or _is_spare_key(tokens, index):
            text = ""
        out += (query[at:start], text)
        at = end
    return "".join(out) + query[at:]


def _is_projected(tokens: Sequence[Token], index: int) -> bool:
    """Whether a variable is in the list of variables after SELECT."""
    for token in reversed(tokens[:index]):
        if token.kind is not Kind.VARIABLE and not token.matches("DISTINCT", "REDUCED"):
            return token.matches("SELECT")
    return False


def _is_spare_key(tokens: Sequence[Token], index: int) -> bool:
    """Whether a variable stands in GROUP BY beside another one: by what is the same everywhere nothing is grouped."""
    before = index - 1
    while before > 0 and tokens[before].kind is Kind.VARIABLE:
        before -= 1
    groups = before > 0 and tokens[before].matches("BY") and tokens[before - 1].matches("GROUP")
    beside = [tokens[at] for at in (index - 1, index + 1) if at < len(tokens)]
    return groups and any(token.kind is Kind.VARIABLE for token in beside)


def groups_by_path(query: str) -> bool:
    """Whether $PATH stands in GROUP BY beside another variable, where SHACL does not allow it."""
    tokens = tokens_of(query)
    return any(token.variable == "PATH" and _is_spare_key(tokens, at) for at, token in enumerate(tokens))


def grouped_by_this(query: str) -> str:
    """The query, where an outermost SELECT that projects $this and groups by other variables only groups by $this too.

    By the letter of SPARQL such a query is none; as $this has one value in an evaluation, its meaning is plain.
    """
    tokens = tokens_of(query)
    depth, opened, closed = 0, len(tokens), 0
    for at, token in enumerate(tokens):
        if token.text in "{}":
            depth += 1 if token.text == "{" else -1
            opened, closed = min(opened, at), at
    keys = tokens[closed + 1 :]
    projects = any(token.variable == "this" for token in tokens[:opened])
    groups = len(keys) > 2 and keys[0].matches("GROUP") and keys[1].matches("BY")
    if not projects or not groups or any(token.variable == "this" for token in keys):
        return query
    return f"{query[: keys[1].end]} $this{query[keys[1].end :]}"


class Objection(NamedTuple):
    """Why SHACL does not allow a query, as a predicate of the sentence "the query …", with the offset of the reason."""

    offset: int
    text: str


def slips(query: str, names: Sequence[str]) -> Iterator[Objection]:
    """What the text alone shows of clauses and of uses of variables that SHACL does not allow.

    See `§5.2.1 and §5.3.2 <https://www.w3.org/TR/shacl/#sparql-constraints-prebound>`_.
    """
    tokens = tokens_of(query)
    outside = _outside_patterns(tokens)
    outside.difference_update(token.offset for at, token in enumerate(tokens) if _is_spare_key(tokens, at))
    for before, token in pairwise([None, *tokens]):
        if token is None:
            continue
        if token.keyword in _FORBIDDEN:
            yield Objection(token.offset, f"has {token.keyword}, which SHACL does not allow beside pre-bound variables")
        elif token.variable in names and before and before.matches("AS"):
            yield Objection(token.offset, f"assigns ${token.variable}, which is already bound")
        elif before and before.matches("GRAPH") and token.variable not in (None, "shapesGraph", *names):
            yield Objection(before.offset, "has GRAPH with a variable: the data is one graph, so leave out GRAPH")
        elif token.variable == "PATH" and token.offset in outside:
            yield Objection(token.offset, "uses $PATH where no predicate stands, which SHACL does not allow")


def _outside_patterns(tokens: Sequence[Token]) -> set[int]:
    """The offsets of the variables in solution modifiers and in expressions, where no triple pattern is."""
    outside: set[int] = set()
    modifiers, stack = False, list[bool]()
    for before, token in pairwise([None, *tokens]):
        assert token is not None
        if token.text == "{":
            stack.append(False)
            modifiers = False
        elif token.text == "(":
            starts = before is not None and (before.kind is Kind.WORD or before.matches("SELECT"))
            stack.append((stack[-1] if stack else False) or starts)
        elif token.text in ("}", ")") and stack:
            stack.pop()
        elif token.matches("GROUP", "ORDER", "HAVING"):
            modifiers = True
        elif token.matches("SELECT", "LIMIT", "OFFSET"):
            modifiers = False
        elif token.variable and (modifiers or (stack and stack[-1])):
            outside.add(token.offset)
    return outside


def objections(query: Query, names: Sequence[str]) -> Iterator[Objection]:
    """What its structure shows: SELECT clauses that do not project what is pre-bound."""
    for group in query.groups():
        if group.kind == "select" and group.select is not None:
            # `SELECT *` projects none of them: the W3C's test pre-binding-006 expects a failure.
            needed = {"this"} | group.mentions().intersection(names)
            missing = needed.intersection(names).difference(group.select.projected)
            for name in sorted(missing):
                yield Objection(group.select.start, f"has a nested SELECT that does not project ${name}")
    if query.select.form == "SELECT" and "this" not in query.select.projected and not query.select.everything:
        yield Objection(query.select.start, "does not project $this")


def plan(query: Query, columns: tuple[str, ...]) -> Plan:
    """The plan that evaluates the query with these variables pre-bound."""
    selects = [group.select for group in query.groups() if group.select is not None]
    once = not any(select.sliced for select in selects) and not any(
        select.aggregates and not select.grouped.issuperset(columns) for select in selects
    )
    reading = _reading(columns)
    edits = [(group.start, group.start, reading) for group in query.groups() if _needs(group, columns)]
    if query.select.form == "ASK":
        edits.append((query.select.start, query.select.end, f"SELECT DISTINCT ?{ROW} "))
    text: list[str] = []
    at = 0
    for start, end, new in sorted(edits):
        text += (query.text[at:start], new)
        at = end
    return Plan(query, columns, once, "".join(text) + query.text[at:])


def _needs(group: Group, columns: tuple[str, ...]) -> bool:
    if group.kind in ("root", "select"):
        return True
    return group.kind != "exists" and not group.expressions.isdisjoint(columns)


def _reading(columns: tuple[str, ...]) -> str:
    if columns == ("this",):
        return f" GRAPH <{ROWS}> {{ <{_ROWS_PLACEHOLDER}> <{column_iri('this')}> ?this }} "
    fields = " ; ".join(f"<{column_iri(column)}> ?{column}" for column in columns)
    return f" GRAPH <{ROWS}> {{ <{_ROWS_PLACEHOLDER}> <{column_iri('row')}> ?{ROW} . ?{ROW} {fields} }} "
