"""Pre-binding (`SHACL §5.3.1 <https://www.w3.org/TR/shacl/#pre-binding>`_), for all focus nodes in one evaluation.

What is the same for every focus node is written into the query (``tokens.replaced``). What differs, ``$this`` and in
validators ``$value``, is joined in: the rows to be checked stand in a graph of their own, and each group that needs
the variable begins with a pattern that reads them. A group needs it if an expression there uses it, for a group is
evaluated before what surrounds it; triple patterns are joined anyway, and EXISTS is given what is bound around it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.shacl.sparql_based.structure import Group, Query

ROWS = "urn:x-kg:rows"
ROW = "kg_row"
_HERE = "urn:x-kg:rows/?"


@dataclass(frozen=True, slots=True)
class Plan:
    """A query that is ready to be evaluated for rows of ``columns``.

    ``once`` says whether one evaluation serves all rows; if not, each row needs its own (LIMIT, for one, counts the
    solutions of all rows together).
    """

    query: Query
    columns: tuple[str, ...]
    once: bool
    text: str

    def for_rows(self, rows: int) -> str:
        """The query that reads the rows of that number."""
        return self.text.replace(_HERE, rows_iri(rows))


def rows_iri(number: int) -> str:
    return f"urn:x-kg:rows/{number}"


def column_iri(column: str) -> str:
    return f"urn:x-kg:column/{column}"


def objections(query: Query, names: Sequence[str]) -> Iterator[str]:
    """What in the query does not allow the variables to be pre-bound, in words that follow "the query"."""
    for word in query.forbidden:
        yield f"has {word}, which SHACL does not allow beside pre-bound variables"
    for group in query.groups():
        made = {name for name, _ in group.binds} | (group.select.made if group.select else set())
        for name in sorted(made.intersection(names)):
            yield f"assigns ${name}, which is bound already"
        if group.kind == "select" and group.select is not None:
            # `SELECT *` projects none of them: the W3C's test pre-binding-006 expects a failure.
            needed = {"this"} | group.mentions().intersection(names)
            missing = needed.intersection(names).difference(group.select.projected)
            for name in sorted(missing):
                yield f"has a nested SELECT that does not project ${name}"
    if query.select.form == "SELECT" and "this" not in query.select.projected and not query.select.everything:
        yield "does not project $this"


def plan(query: Query, columns: tuple[str, ...]) -> Plan:
    """How to evaluate the query with these variables pre-bound."""
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
        return f" GRAPH <{ROWS}> {{ <{_HERE}> <{column_iri('this')}> ?this }} "
    fields = " ; ".join(f"<{column_iri(column)}> ?{column}" for column in columns)
    return f" GRAPH <{ROWS}> {{ <{_HERE}> <{column_iri('row')}> ?{ROW} . ?{ROW} {fields} }} "
