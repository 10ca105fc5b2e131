"""Reads the triple patterns and property paths of a query from its tokens."""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import NamedNode

from kg.rdf.namespaces import RDF
from kg.sparql import lexer
from kg.sparql.lexer import Kind, Token
from kg.sparql.property_path import Alternative, Inverse, Path, Predicate, Repeated, Sequence
from kg.sparql.query_structure import Group, Pattern, PatternTerm

END = Token(Kind.SIGN, "", 0)
_AFTER_TRIPLES = (".", "}", "{", "OPTIONAL", "GRAPH", "FILTER", "BIND", "VALUES", "MINUS", "SERVICE", "UNION")


class _Opaque(Exception):
    """A part of a pattern that is not read: a list, an anonymous blank node, a negated property set."""


class PatternReader:
    """The tokens of a query and the index of the next one; reads a block of triples from there."""

    def __init__(self, text: str, prefixes: Mapping[str, str]) -> None:
        self.text, self.prefixes = text, dict(prefixes)
        self.tokens, self.at = list(lexer.scan(text, lenient=True)), 0

    def here(self, ahead: int = 0) -> Token:
        """The next token, or one ``ahead`` of it; ``END`` after the last."""
        return self.tokens[self.at + ahead] if self.at + ahead < len(self.tokens) else END

    def take(self) -> Token:
        """The next token, which is then passed."""
        token = self.here()
        self.at += 1
        return token

    def skip(self, *texts: str) -> bool:
        """Pass the next token if it is one of these keywords or signs."""
        if self.here().matches(*texts):
            self.at += 1
            return True
        return False

    def triples(self, group: Group) -> None:
        """Read a block of triples with one subject into the group (rule ``TriplesSameSubjectPath``)."""
        start = self.at
        try:
            subject = self._term()
            while True:
                verb = self._verb()
                group.patterns.append(Pattern(subject, verb, self._term()))
                while self.skip(","):
                    group.patterns.append(Pattern(subject, verb, self._term()))
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
        return self.here() is END or self.here().matches(*_AFTER_TRIPLES)

    def _pass_over(self, group: Group) -> None:
        """Pass a block of triples, noting only its variables."""
        depth = 0
        while self.here() is not END and not (depth == 0 and self._at_end_of_triples()):
            token = self.take()
            depth += token.matches("[", "(") - token.matches("]", ")")
            if token.variable:
                group.expressions.add(token.variable)

    def _term(self) -> PatternTerm:
        token = self.take()
        if token.variable:
            return f"?{token.variable}"
        if token.kind in (Kind.IRI, Kind.PREFIXED_NAME):
            return NamedNode(self.iri(token.text))
        if token.kind is Kind.STRING:
            if self.here().kind is Kind.LANGUAGE:
                return token.text + self.take().text
            if self.skip("^^"):
                return token.text + "^^" + self.take().text
            return token.text
        if token.matches("-", "+"):
            return token.text + self.take().text
        if token.kind is Kind.NUMBER or token.matches("TRUE", "FALSE"):
            return token.text
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
        token, path = self.take(), None
        if token.matches("("):
            path = self._alternatives()
            self.skip(")")
        elif token.kind in (Kind.IRI, Kind.PREFIXED_NAME):
            path = Predicate(NamedNode(self.iri(token.text)))
        elif token.text == "a":
            path = Predicate(NamedNode(RDF + "type"))
        if path is None:
            raise _Opaque
        return Repeated(path, self.take().text) if self.here().matches("*", "+", "?") else path

    def iri(self, text: str) -> str:
        """The IRI that a token stands for; a relative one stays relative."""
        if text.startswith("<"):
            return text[1:-1]
        prefix, _, local = text.partition(":")
        return self.prefixes.get(prefix, f"unknown:{prefix}:") + local.replace("\\", "")
