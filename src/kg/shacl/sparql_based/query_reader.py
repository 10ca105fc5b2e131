"""Reads the structure of a query from its words (`SPARQL 1.1 §19.8 <https://www.w3.org/TR/sparql11-query/#grammar>`_)."""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import NamedNode

from kg.rdf.namespaces import XSD
from kg.shacl.sparql_based.patterns import END, PatternReader
from kg.shacl.sparql_based.structure import Group, Query, Select
from kg.sparql.shapes_lexer import Kind

_FORBIDDEN = ("MINUS", "VALUES", "SERVICE")
_AGGREGATES = ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")
# Functions whose answer depends on how a number or a date is written, not only on its value.
_LEXICAL = ("STR", "DATATYPE", "SAMETERM", "IRI", "URI", "TZ", "TIMEZONE", "STRDT", *_AGGREGATES)


def read_query(text: str, prefixes: Mapping[str, str]) -> Query:
    """The structure of a query; ``prefixes`` are those that stand outside its text."""
    return _Reader(text, prefixes).query()


class _Reader(PatternReader):
    # -- queries

    def query(self) -> Query:
        while self.here() is not END and not self.here().says("SELECT", "ASK"):
            if self.skip("PREFIX"):
                prefix, namespace = self.take(), self.take()
                self.prefixes[prefix.text.removesuffix(":")] = namespace.text[1:-1]
            else:
                self.take()
        root = self._select("root")
        return Query(self.text, root, tuple(self.forbidden))

    def _select(self, kind: str) -> Group:
        """From SELECT or ASK to its modifiers."""
        first = self.take()
        select = Select(first.start, first.end, first.text.upper())
        while not self.here().says("{") and self.here() is not END:
            word = self.take()
            select.end = word.end
            if word.says("*"):
                select.everything = True
            elif word.says("("):
                self._made(select)
            elif word.variable:
                select.projected.append(word.variable)
            elif word.says("WHERE"):
                select.end = word.start
        group = self._group(kind)
        group.select = select
        self._modifiers(select, group)
        return group

    def _made(self, select: Select) -> None:
        inside = Group("expression", 0)
        self._expression(inside)
        select.end = self.here(-1).end
        select.aggregates |= "aggregate" in inside.lexical
        select.made |= {name for name, _ in inside.binds}
        select.projected += [name for name, _ in inside.binds]

    def _modifiers(self, select: Select, group: Group) -> None:
        grouping = False
        while self.here() is not END and not self.here().says("}"):
            word = self.take()
            if word.says("VALUES"):
                self.forbidden.append("VALUES")
            select.sliced |= word.says("LIMIT", "OFFSET")
            select.aggregates |= word.says(*_AGGREGATES)
            grouping = word.says("GROUP") or (grouping and not word.says("HAVING", "ORDER", "LIMIT", "OFFSET"))
            if word.variable:
                group.expressions.add(word.variable)
                if grouping:
                    select.grouped.add(word.variable)

    # -- groups

    def _group(self, kind: str) -> Group:
        group = Group(kind, self.take().end)
        if self.here().says("SELECT"):
            group.children.append(self._select("select"))
            self.skip("}")
            return group
        while self.here() is not END and not self.skip("}"):
            self._element(group)
        return group

    def _element(self, group: Group) -> None:
        word = self.here()
        if word.says(*_FORBIDDEN):
            self.forbidden.append(word.text.upper())
        if word.says("{"):
            group.children.append(self._group("plain"))
        elif word.says("UNION", "OPTIONAL", "MINUS"):
            kind = self.take().text.lower()
            group.children.append(self._group(kind))
        elif word.says("GRAPH", "SERVICE"):
            kind = self.take().text.lower()
            while not self.here().says("{") and self.here() is not END:
                name = self.take().variable
                if name:
                    group.expressions.add(name)
                    kind += " ?"
            group.children.append(self._group(kind))
        elif word.says("FILTER"):
            self.take()
            self._filter(group)
        elif word.says("BIND"):
            self.at += 2
            self._expression(group)
        elif word.says("VALUES"):
            self._values(group)
        elif not self.skip("."):
            self.triples(group)

    def _values(self, group: Group) -> None:
        group.opaque = True
        while self.here() is not END and not self.skip("}"):
            self.take()

    def _filter(self, group: Group) -> None:
        if self.here().says("NOT", "EXISTS"):
            self.skip("NOT")
            self._exists(group)
            return
        name = ""
        if not self.here().says("("):
            name = self.take().text
        self.take()
        self._note_allowed(group)
        self._expression(group, name)

    def _note_allowed(self, group: Group) -> None:
        """Looks ahead for ``?name IN (…))`` with nothing but IRIs in it."""
        variable = self.here().variable
        if not variable or not self.here(1).says("IN") or not self.here(2).says("("):
            return
        ahead, iris = 3, set[NamedNode]()
        while self.here(ahead).kind in (Kind.IRI, Kind.NAME):
            iris.add(NamedNode(self.iri(self.here(ahead).text)))
            ahead += 2 if self.here(ahead + 1).says(",") else 1
        if iris and self.here(ahead).says(")") and self.here(ahead + 1).says(")"):
            group.among[f"?{variable}"] = frozenset(iris)

    def _exists(self, group: Group) -> None:
        self.skip("EXISTS")
        child = self._group("exists")
        group.children.append(child)
        group.expressions |= child.mentions()

    def _expression(self, group: Group, function: str = "") -> None:
        """Up to the bracket that closes it; what is open tells which function an argument belongs to."""
        open_functions, used = [function], set[str]()
        while open_functions and self.here() is not END:
            word = self.take()
            if word.says("("):
                before = self.here(-2)
                named = before.kind in (Kind.WORD, Kind.NAME, Kind.IRI) and not before.says("IN", "NOT", "DISTINCT")
                open_functions.append(before.text if named else "")
            elif word.says(")"):
                open_functions.pop()
            elif word.says("EXISTS"):
                self.at -= 1
                self._exists(group)
            elif word.says("AS"):
                name = self.take().variable or ""
                group.binds.append((name, set(used)))
            elif word.says(*_AGGREGATES):
                group.lexical.add("aggregate")
            elif word.variable:
                used.add(word.variable)
                if any(self._is_lexical(each) for each in open_functions):
                    group.lexical.add(word.variable)
        group.expressions |= used

    def _is_lexical(self, function: str) -> bool:
        if function.startswith("<") or ":" in function:
            datatype = self.iri(function)
            return not datatype.startswith(XSD) or datatype == XSD + "string"
        return function.upper() in _LEXICAL
