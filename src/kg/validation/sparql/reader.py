"""Reads the structure of a query from its words (`SPARQL 1.1 §19.8 <https://www.w3.org/TR/sparql11-query/#grammar>`_)."""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import NamedNode

from kg.rdf.namespaces import RDF, XSD
from kg.validation.paths import Alternative, Inverse, Path, Predicate, Repeated, Sequence
from kg.validation.sparql.structure import Group, Pattern, Place, Query, Select
from kg.validation.sparql.tokens import Kind, Token, tokens

_FORBIDDEN = ("MINUS", "VALUES", "SERVICE")
_AGGREGATES = ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")
# Functions whose answer depends on how a number or a date is written, not only on its value.
_LEXICAL = ("STR", "DATATYPE", "SAMETERM", "IRI", "URI", "TZ", "TIMEZONE", "STRDT", *_AGGREGATES)
_END = Token(Kind.SIGN, "", 0)


class _Opaque(Exception):
    """A part of a pattern that is not looked into."""


def read_query(text: str, prefixes: Mapping[str, str]) -> Query:
    """The structure of a query; ``prefixes`` are those that stand outside its text."""
    return _Reader(text, prefixes).query()


class _Reader:
    def __init__(self, text: str, prefixes: Mapping[str, str]) -> None:
        self.text, self.prefixes = text, dict(prefixes)
        self.words, self.at = list(tokens(text)), 0
        self.forbidden: list[str] = []

    # -- words

    def here(self, ahead: int = 0) -> Token:
        return self.words[self.at + ahead] if self.at + ahead < len(self.words) else _END

    def take(self) -> Token:
        word = self.here()
        self.at += 1
        return word

    def skip(self, *words: str) -> bool:
        if self.here().says(*words):
            self.at += 1
            return True
        return False

    # -- queries

    def query(self) -> Query:
        while self.here() is not _END and not self.here().says("SELECT", "ASK"):
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
        while not self.here().says("{") and self.here() is not _END:
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
        while self.here() is not _END and not self.here().says("}"):
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
        while self.here() is not _END and not self.skip("}"):
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
            while not self.here().says("{") and self.here() is not _END:
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
            self._triples(group)

    def _values(self, group: Group) -> None:
        group.opaque = True
        while self.here() is not _END and not self.skip("}"):
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
        self._expression(group, name)

    def _exists(self, group: Group) -> None:
        self.skip("EXISTS")
        child = self._group("exists")
        group.children.append(child)
        group.expressions |= child.mentions()

    def _expression(self, group: Group, function: str = "") -> None:
        """Up to the bracket that closes it; what is open tells which function an argument belongs to."""
        open_functions, used = [function], set[str]()
        while open_functions and self.here() is not _END:
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
            datatype = self._iri(function)
            return not datatype.startswith(XSD) or datatype == XSD + "string"
        return function.upper() in _LEXICAL

    # -- triples

    def _triples(self, group: Group) -> None:
        start = self.at
        try:
            subject = self._place()
            while True:
                verb = self._verb()
                group.patterns.append(Pattern(subject, verb, self._place()))
                while self.skip(","):
                    group.patterns.append(Pattern(subject, verb, self._place()))
                if not self.skip(";"):
                    return
                while self.skip(";"):
                    pass
                if self._at_end_of_triples():
                    return
        except _Opaque:
            group.opaque = True
            self.at = start
            self._pass_over(group)

    def _at_end_of_triples(self) -> bool:
        words = ("OPTIONAL", "GRAPH", "FILTER", "BIND", "VALUES", "MINUS", "SERVICE", "UNION")
        return self.here() is _END or self.here().says(".", "}", "{", *words)

    def _pass_over(self, group: Group) -> None:
        """To the end of a block of triples, noting the variables only."""
        depth = 0
        while self.here() is not _END and not (depth == 0 and self._at_end_of_triples()):
            word = self.take()
            depth += word.says("[", "(") - word.says("]", ")")
            if word.variable:
                group.expressions.add(word.variable)

    def _place(self) -> Place:
        word = self.take()
        if word.variable:
            return f"?{word.variable}"
        if word.kind in (Kind.IRI, Kind.NAME):
            return NamedNode(self._iri(word.text))
        if word.kind is Kind.STRING:
            if self.here().kind is Kind.LANGUAGE:
                return word.text + self.take().text
            if self.skip("^^"):
                return word.text + "^^" + self.take().text
            return word.text
        if word.says("-", "+"):
            return word.text + self.take().text
        if word.kind is Kind.NUMBER or word.says("TRUE", "FALSE"):
            return word.text
        raise _Opaque

    def _verb(self) -> Path | str:
        if self.here().variable:
            return f"?{self.take().variable}"
        return self._alternatives()

    def _alternatives(self) -> Path:
        paths = [self._sequence()]
        while self.skip("|"):
            paths.append(self._sequence())
        return paths[0] if len(paths) == 1 else Alternative(tuple(paths))

    def _sequence(self) -> Path:
        paths = [self._step()]
        while self.skip("/"):
            paths.append(self._step())
        return paths[0] if len(paths) == 1 else Sequence(tuple(paths))

    def _step(self) -> Path:
        if self.skip("^"):
            return Inverse(self._step())
        word, path = self.take(), None
        if word.says("("):
            path = self._alternatives()
            self.skip(")")
        elif word.kind in (Kind.IRI, Kind.NAME):
            path = Predicate(NamedNode(self._iri(word.text)))
        elif word.text == "a":
            path = Predicate(NamedNode(RDF + "type"))
        if path is None:
            raise _Opaque
        return Repeated(path, self.take().text) if self.here().says("*", "+", "?") else path

    def _iri(self, written: str) -> str:
        if written.startswith("<"):
            return written[1:-1]
        prefix, _, local = written.partition(":")
        return self.prefixes.get(prefix, f"unknown:{prefix}:") + local.replace("\\", "")
