"""Terms as a reader of the project's files knows them: by prefix, relative to the base, or in full."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.project import Project
from kg.rdf import turtle

Term = NamedNode | BlankNode | Literal | Triple

_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")


@dataclass(frozen=True, slots=True)
class Names:
    """The names that a base and prefixes give."""

    base: str
    prefixes: Mapping[str, str]
    blank_nodes: Mapping[BlankNode, str] = field(default_factory=dict)
    """How blank nodes are told that are known by what leads to them; any other is ``[ ]``."""

    @classmethod
    def of(cls, project: Project, declared: Mapping[str, str]) -> Names:
        """The project's names; where its files declare a prefix otherwise than the settings, the settings count."""
        return cls(project.base, {**declared, **project.prefixes})

    def term(self, term: Term) -> str:
        """The term in Turtle, under the project's ``BASE`` and prefixes."""
        match term:
            case NamedNode():
                name = self.plain(term)
                return name if self._prefixed(term.value) else f"<{name}>"
            case Literal():
                return turtle.literal(term, shorten={term.datatype.value: self.term(term.datatype)})
            case BlankNode():
                return self.blank_nodes.get(term, "[ ]")
            case Triple():
                return f"<<( {self.term(term.subject)} {self.term(term.predicate)} {self.term(term.object)} )>>"

    def plain(self, node: NamedNode) -> str:
        """The same without angle brackets, as in ``shape/Partnership-party``."""
        if self.base and node.value.startswith(self.base) and not self._prefixed(node.value):
            return node.value.removeprefix(self.base)
        return self._prefixed(node.value) or node.value

    def _prefixed(self, iri: str) -> str | None:
        fitting = [
            (namespace, prefix)
            for prefix, namespace in self.prefixes.items()
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace))
        ]
        namespace, prefix = max(fitting, key=lambda pair: len(pair[0]), default=("", ""))
        return f"{prefix}:{iri[len(namespace) :]}" if fitting else None
