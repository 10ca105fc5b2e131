"""Reads the structure of a SELECT or ASK query from its tokens.

The rules are those of the `grammar <https://www.w3.org/TR/sparql11-query/#sparqlGrammar>`_. The engine has parsed the
query before, so nothing is checked here.
"""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import NamedNode

from kg.rdf.namespaces import XSD
from kg.sparql.lexer import Kind
from kg.sparql.pattern_reader import END, PatternReader
from kg.sparql.query_structure import Group, Query, Select

_NOTED_CLAUSES = ("MINUS", "VALUES", "SERVICE")
_AGGREGATES = ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")
# Functions whose value depends on the written form of a number or date, not only on its value.
_LEXICAL = ("STR", "DATATYPE", "SAMETERM", "IRI", "URI", "TZ", "TIMEZONE", "STRDT", *_AGGREGATES)


def read_query(text: str, prefixes: Mapping[str, str]) -> Query:
    """The structure of a query; ``prefixes`` are declared beside those of its own prologue."""
    return QueryReader(text, prefixes).query()


class QueryReader(PatternReader):
    """Reads the groups of a query; what it does with a block of triples may be another's."""

    def __init__(self, text: str, prefixes: Mapping[str, str]) -> None:
        super().__init__(text, prefixes)
        self.clauses: list[str] = []

    def query(self) -> Query:
        while self.here() is not END and not self.here().matches("SELECT", "ASK"):
            if self.skip("PREFIX"):
                prefix, namespace = self.take(), self.take()
                self.prefixes[prefix.text.removesuffix(":")] = namespace.text[1:-1]
            else:
                self.take()
        root = self._select("root")
        return Query(self.text, root, tuple(self.clauses))

    def _select(self, kind: str) -> Group:
        """A SELECT or ASK clause, its group and its modifiers."""
        first = self.take()
        select = Select(first.offset, first.end, first.keyword)
        while not self.here().matches("{") and self.here() is not END:
            token = self.take()
            select.end = token.end
            if token.matches("*"):
                select.everything = True
            elif token.matches("("):
                self._assignment(select)
            elif token.variable:
                select.projected.append(token.variable)
            elif token.matches("WHERE"):
                select.end = token.offset
        group = self._group(kind)
        group.select = select
        self._modifiers(select, group)
        return group

    def _assignment(self, select: Select) -> None:
        inside = Group("expression", 0)
        self._expression(inside)
        select.end = self.here(-1).end
        select.aggregates |= "aggregate" in inside.lexical
        select.assigned |= {name for name, _ in inside.binds}
        select.projected += [name for name, _ in inside.binds]

    def _modifiers(self, select: Select, group: Group) -> None:
        grouping = False
        while self.here() is not END and not self.here().matches("}"):
            token = self.take()
            if token.matches("VALUES"):
                self.clauses.append("VALUES")
            select.sliced |= token.matches("LIMIT", "OFFSET")
            select.aggregates |= token.matches(*_AGGREGATES)
            grouping = token.matches("GROUP") or (grouping and not token.matches("HAVING", "ORDER", "LIMIT", "OFFSET"))
            if token.variable:
                group.expressions.add(token.variable)
                if grouping:
                    select.grouped.add(token.variable)

    def _group(self, kind: str) -> Group:
        group = Group(kind, self.take().end)
        if self.here().matches("SELECT"):
            group.children.append(self._select("select"))
            self.skip("}")
            return group
        while self.here() is not END and not self.skip("}"):
            self._element(group)
        return group

    def _element(self, group: Group) -> None:
        token = self.here()
        if token.matches(*_NOTED_CLAUSES):
            self.clauses.append(token.keyword)
        if token.matches("{"):
            group.children.append(self._group("plain"))
        elif token.matches("UNION", "OPTIONAL", "MINUS"):
            kind = self.take().keyword.lower()
            group.children.append(self._group(kind))
        elif token.matches("GRAPH", "SERVICE"):
            kind = self.take().keyword.lower()
            while not self.here().matches("{") and self.here() is not END:
                name = self.take().variable
                if name:
                    group.expressions.add(name)
                    kind += " ?"
            group.children.append(self._group(kind))
        elif token.matches("FILTER"):
            self.take()
            self._filter(group)
        elif token.matches("BIND"):
            self.at += 2
            self._expression(group)
        elif token.matches("VALUES"):
            self._values(group)
        elif not self.skip("."):
            self.triples(group)

    def _values(self, group: Group) -> None:
        group.opaque = True
        while self.here() is not END and not self.skip("}"):
            self.take()

    def _filter(self, group: Group) -> None:
        if self.here().matches("NOT", "EXISTS"):
            self.skip("NOT")
            self._exists(group)
            return
        name = ""
        if not self.here().matches("("):
            name = self.take().text
        self.take()
        self._note_allowed(group)
        self._expression(group, name)

    def _note_allowed(self, group: Group) -> None:
        """Look ahead for ``?name IN (…))`` with only IRIs in it."""
        variable = self.here().variable
        if not variable or not self.here(1).matches("IN") or not self.here(2).matches("("):
            return
        ahead, iris = 3, set[NamedNode]()
        while self.here(ahead).kind in (Kind.IRI, Kind.PREFIXED_NAME):
            iris.add(NamedNode(self.iri(self.here(ahead).text)))
            ahead += 2 if self.here(ahead + 1).matches(",") else 1
        if iris and self.here(ahead).matches(")") and self.here(ahead + 1).matches(")"):
            group.allowed[f"?{variable}"] = frozenset(iris)

    def _exists(self, group: Group) -> None:
        self.skip("EXISTS")
        child = self._group("exists")
        group.children.append(child)
        group.expressions |= child.mentions()

    def _expression(self, group: Group, function: str = "") -> None:
        """Read up to the closing bracket; ``functions`` are those whose arguments are being read."""
        functions, used = [function], set[str]()
        while functions and self.here() is not END:
            token = self.take()
            if token.matches("("):
                before = self.here(-2)
                named = before.kind in (Kind.WORD, Kind.PREFIXED_NAME, Kind.IRI) and not before.matches(
                    "IN", "NOT", "DISTINCT"
                )
                functions.append(before.text if named else "")
            elif token.matches(")"):
                functions.pop()
            elif token.matches("EXISTS"):
                self.at -= 1
                self._exists(group)
            elif token.matches("AS"):
                name = self.take().variable or ""
                group.binds.append((name, set(used)))
            elif token.matches(*_AGGREGATES):
                group.lexical.add("aggregate")
            elif token.variable:
                used.add(token.variable)
                if any(map(self._is_lexical, functions)):
                    group.lexical.add(token.variable)
        group.expressions |= used

    def _is_lexical(self, function: str) -> bool:
        if function.startswith("<") or ":" in function:
            datatype = self.iri(function)
            return not datatype.startswith(XSD) or datatype == XSD + "string"
        return function.upper() in _LEXICAL
