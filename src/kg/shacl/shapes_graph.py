"""The shapes graph as a graph: small, looked up by subject and predicate, read once."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import BlankNode, NamedNode, Quad

from kg.errors import ShapesError
from kg.rdf.namespaces import SH
from kg.shacl.data_graph import RDF_TYPE, SUBCLASS_OF
from kg.shacl.report import Term
from kg.shacl.vocabulary import ADVANCED, KNOWN


class ShapesGraph:
    """The union of the graphs of some quads."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.quads = tuple(dict.fromkeys(quads))
        self._objects: dict[tuple[Term, NamedNode], list[Term]] = {}
        self._subjects: dict[NamedNode, dict[NamedNode | BlankNode, list[Term]]] = {}
        for quad in self.quads:
            subject, predicate, value = quad.subject, quad.predicate, quad.object
            assert isinstance(subject, NamedNode | BlankNode)
            values = self._objects.setdefault((subject, predicate), [])
            if value not in values:
                values.append(value)
            self._subjects.setdefault(predicate, {})[subject] = values

    def objects(self, subject: Term, predicate: NamedNode) -> list[Term]:
        return self._objects.get((subject, predicate), [])

    def subjects(self, predicate: NamedNode, value: Term | None = None) -> list[NamedNode | BlankNode]:
        """Those that have the predicate, with that value if one is given, in the order of the graph."""
        return [s for s, values in self._subjects.get(predicate, {}).items() if value is None or value in values]

    @property
    def predicates(self) -> Iterable[NamedNode]:
        return self._subjects.keys()

    def is_instance(self, node: Term, a_class: NamedNode) -> bool:
        """Whether the node is a SHACL instance of the class in this graph."""
        seen: set[Term] = set()
        pending = list(self.objects(node, RDF_TYPE))
        while pending:
            each = pending.pop()
            if each == a_class:
                return True
            if each not in seen:
                seen.add(each)
                pending += self.objects(each, SUBCLASS_OF)
        return False

    def check_vocabulary(self) -> None:
        """A ``ShapesError`` for a term in SHACL's namespace that SHACL does not have, or that is not run here."""
        for quad in self.quads:
            for term in (quad.predicate, quad.object):
                if isinstance(term, NamedNode) and term.value.startswith(SH) and term not in KNOWN and term.value != SH:
                    raise _refused(term, quad.subject)


def _refused(term: NamedNode, subject: Term) -> ShapesError:
    from difflib import get_close_matches

    name = f"sh:{term.value.removeprefix(SH)}"
    if term in ADVANCED:
        return ShapesError(
            f"{name} belongs to SHACL Advanced Features or JavaScript, which are not run here",
            shape=str(subject),
            parameter=str(term),
            hint="Say it with SHACL Core or with sh:sparql.",
        )
    similar = get_close_matches(term.value, [known.value for known in KNOWN], n=1)
    hint = f"Did you mean sh:{similar[0].removeprefix(SH)}?" if similar else None
    return ShapesError(f"SHACL has no term {name}", shape=str(subject), parameter=str(term), hint=hint)
