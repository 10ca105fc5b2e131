"""The shapes graph, with look-up by subject and predicate."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cached_property

from pyoxigraph import BlankNode, NamedNode, Quad

from kg.errors import ShapesError
from kg.rdf.namespaces import SH
from kg.shacl.data_graph import RDF_TYPE, SUBCLASS_OF
from kg.shacl.report import Term
from kg.shacl.shape_problems import ProblemKind
from kg.shacl.vocabulary import ADVANCED, DERIVING, INERT, KNOWN, SHACL12, SUPPORTED, sh

_CLOSENESS = 0.75
_SHORT = 3
_ELSEWHERE = re.compile(r"https?://(?:www\.)?w3\.org/(?:ns|TR)/shacl[#/]*([A-Za-z]+)")


class ShapesGraph:
    """The union of the graphs of some quads."""

    def __init__(self, quads: Iterable[Quad], *, advanced: bool = False) -> None:
        """``advanced`` tells whether the Advanced Features that are supported are to be used."""
        self.advanced = advanced
        self.quads = tuple(dict.fromkeys(quads))
        self._objects: dict[tuple[Term, NamedNode], list[Term]] = {}
        self._subjects: dict[NamedNode, dict[NamedNode | BlankNode, list[Term]]] = {}
        self.described: set[Term] = {quad.subject for quad in self.quads}
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
        """The subjects with the predicate, and with the value if one is given, in the order of the graph."""
        return [s for s, values in self._subjects.get(predicate, {}).items() if value is None or value in values]

    def owners(self, node: str) -> set[str]:
        """The nodes that refer to a blank node, and to those in turn, as far as they are blank."""
        owners: set[str] = set()
        pending = [node]
        while pending:
            at = pending.pop()
            if at.startswith("_:"):
                new = self._referring.get(at, set()) - owners
                owners |= new
                pending += new
        return owners

    @cached_property
    def _referring(self) -> dict[str, set[str]]:
        referring: dict[str, set[str]] = {}
        for quad in self.quads:
            if isinstance(quad.object, BlankNode):
                referring.setdefault(str(quad.object), set()).add(str(quad.subject))
        return referring

    def predicates_of(self, subject: Term) -> Iterator[NamedNode]:
        """The predicates of the statements about a node."""
        return (predicate for predicate, subjects in self._subjects.items() if subject in subjects)

    @property
    def predicates(self) -> Iterable[NamedNode]:
        return self._subjects.keys()

    def is_instance(self, node: Term, a_class: NamedNode) -> bool:
        """Whether the node is a SHACL instance of the class in this graph."""
        seen: set[Term] = set()
        pending = list(self.objects(node, RDF_TYPE))
        while pending:
            own_class = pending.pop()
            if own_class == a_class:
                return True
            if own_class not in seen:
                seen.add(own_class)
                pending += self.objects(own_class, SUBCLASS_OF)
        return False

    def vocabulary_problems(self) -> Iterator[ShapesError]:
        """The terms in SHACL's namespace that SHACL does not have, or that are not supported.

        A node that the graph describes itself is no such term, wherever its IRI lies.
        """
        for quad in self.quads:
            for term, is_predicate in ((quad.predicate, True), (quad.object, False)):
                if not isinstance(term, NamedNode) or "/shacl" not in term.value or self._is_known(term):
                    continue
                if term.value.startswith(SH):
                    yield _refused(term, quad.subject, is_predicate=is_predicate)
                else:
                    yield from _elsewhere(term, quad.subject)

    def _is_known(self, term: NamedNode) -> bool:
        if self.advanced and term in SUPPORTED:
            return True
        return term in KNOWN or term in INERT or term in self.described or term.value == SH

    @property
    def inert(self) -> Iterator[tuple[NamedNode | BlankNode, NamedNode]]:
        """The rules, derived values and functions of the Advanced Features, which are not run: subject and property."""
        for predicate in DERIVING if not self.advanced else (sh("values"),):
            yield from ((subject, predicate) for subject in self._subjects.get(predicate, ()))


def _refused(term: NamedNode, subject: Term, *, is_predicate: bool) -> ShapesError:
    name = f"sh:{term.value.removeprefix(SH)}"
    if term in ADVANCED:
        return ShapesError(
            f"{name} belongs to SHACL Advanced Features or JavaScript, which are "
            f"{'not used unless demanded' if term in SUPPORTED else 'not supported'}",
            shape=str(subject),
            parameter=str(term),
            hint=f"{'Use it with --advanced' if term in SUPPORTED else 'Use SHACL Core or sh:sparql instead'}, "
            "or leave it out with --ignore advanced.",
            kind=ProblemKind.ADVANCED,
        )
    if term in SHACL12:
        return ShapesError(
            f"{name} belongs to SHACL 1.2, which is not supported",
            shape=str(subject),
            parameter=str(term),
            hint="Leave it out with --ignore shacl12.",
            kind=ProblemKind.SHACL12,
        )
    meant = _meant(term, is_predicate)
    return ShapesError(
        f"SHACL has no term {name}",
        shape=str(subject),
        parameter=str(term),
        hint=f"Did you mean sh:{meant}?" if meant else None,
        kind=ProblemKind.UNKNOWN,
    )


def _elsewhere(term: NamedNode, subject: Term) -> Iterator[ShapesError]:
    """The problem of a term that would be one of SHACL's if its namespace were not written otherwise."""
    written = _ELSEWHERE.fullmatch(term.value)
    if written and sh(written[1]) in KNOWN | ADVANCED | INERT:
        yield ShapesError(
            f"{term} is not in the namespace of SHACL, <{SH}>",
            shape=str(subject),
            parameter=str(term),
            hint=f"Did you mean <{SH}{written[1]}>?",
            kind=ProblemKind.UNKNOWN,
        )


def _meant(term: NamedNode, is_predicate: bool) -> str | None:
    """The term that differs in case only, else the nearest one, else the only one that begins so.

    That is a property where one stands, and else no property.
    """
    name = term.value.removeprefix(SH)
    names = [known.value.removeprefix(SH) for known in KNOWN]
    fitting = [known for known in names if known[:1].islower() == is_predicate]
    same = [known for known in (*fitting, *names) if known.lower() == name.lower()]
    near = get_close_matches(name, fitting, n=1, cutoff=_CLOSENESS)
    longer = [known for known in fitting if len(name) > _SHORT and known.lower().startswith(name.lower())]
    return next(iter([*same, *near, *(longer if len(longer) == 1 else ())]), None)
