"""Reads triple patterns and property paths from the words of a query."""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import NamedNode

from kg.rdf.namespaces import RDF
from kg.shacl.shapes.path import Alternative, Inverse, Path, Predicate, Repeated, Sequence
from kg.shacl.sparql_based.structure import Group, Pattern, Place
from kg.sparql.shapes_lexer import Kind, Token, tokens

END = Token(Kind.SIGN, "", 0)


class _Opaque(Exception):
    """A part of a pattern that is not looked into."""


class PatternReader:
    """The words of a query and where the reading stands; reads a block of triples from there."""

    def __init__(self, text: str, prefixes: Mapping[str, str]) -> None:
        self.text, self.prefixes = text, dict(prefixes)
        self.words, self.at = list(tokens(text)), 0
        self.forbidden: list[str] = []

    # -- words

    def here(self, ahead: int = 0) -> Token:
        return self.words[self.at + ahead] if self.at + ahead < len(self.words) else END

    def take(self) -> Token:
        word = self.here()
        self.at += 1
        return word

    def skip(self, *words: str) -> bool:
        if self.here().says(*words):
            self.at += 1
            return True
        return False

    def triples(self, group: Group) -> None:
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
        return self.here() is END or self.here().says(".", "}", "{", *words)

    def _pass_over(self, group: Group) -> None:
        """To the end of a block of triples, noting the variables only."""
        depth = 0
        while self.here() is not END and not (depth == 0 and self._at_end_of_triples()):
            word = self.take()
            depth += word.says("[", "(") - word.says("]", ")")
            if word.variable:
                group.expressions.add(word.variable)

    def _place(self) -> Place:
        word = self.take()
        if word.variable:
            return f"?{word.variable}"
        if word.kind in (Kind.IRI, Kind.NAME):
            return NamedNode(self.iri(word.text))
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
            path = Predicate(NamedNode(self.iri(word.text)))
        elif word.text == "a":
            path = Predicate(NamedNode(RDF + "type"))
        if path is None:
            raise _Opaque
        return Repeated(path, self.take().text) if self.here().says("*", "+", "?") else path

    def iri(self, written: str) -> str:
        if written.startswith("<"):
            return written[1:-1]
        prefix, _, local = written.partition(":")
        return self.prefixes.get(prefix, f"unknown:{prefix}:") + local.replace("\\", "")
