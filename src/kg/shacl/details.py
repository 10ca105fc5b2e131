"""What is inside the findings of constraints that refer to other shapes: the ``sh:detail`` of their results.

See `SHACL §3.6.2.7 <https://www.w3.org/TR/shacl/#results-detail>`_. Each shape is evaluated once for all values that it
is to be told of, level by level.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kg.shacl.core import additions, logical, shape_based
from kg.shacl.evaluation import Evaluation, FindingsByFocus, result
from kg.shacl.recursion import shapes_of
from kg.shacl.report import Branch, Result
from kg.shacl.shapes.shape import Finding, ShapeName
from kg.shacl.shapes.traversal import value_nodes

MOST = 10_000
"""More findings than this have no details: nobody reads them, and they would take longer than the validation."""
_DEEPEST = 5
_MOST_VALUES = 10
_WITH_BRANCHES = (
    logical.Not,
    logical.And,
    logical.Or,
    logical.Xone,
    shape_based.Node,
    shape_based.QualifiedMinCount,
    shape_based.QualifiedMaxCount,
    additions.SomeValue,
)


class _Pair(NamedTuple):
    """A shape and a node that is to conform to it."""

    shape: ShapeName
    node: int


def detailed(evaluation: Evaluation, findings_by_shape: Iterable[FindingsByFocus]) -> Iterator[Result]:
    """The results for the findings of many root shapes, each with what is inside it."""
    findings = [finding for by_focus in findings_by_shape for of_node in by_focus.values() for finding in of_node]
    details = _Details(evaluation, findings)
    for finding in findings:
        yield details.result(finding)


class _Details:
    """What is inside findings, down to a depth that people read."""

    def __init__(self, evaluation: Evaluation, findings: Sequence[Finding]) -> None:
        self._evaluation = evaluation
        self._pairs: dict[Finding, tuple[_Pair, ...]] = {}
        self._findings: dict[_Pair, list[Finding]] = {}
        pending: Sequence[Finding] = self._first([finding for finding in findings if _has_branches(finding)])
        for _ in range(_DEEPEST):
            pending = self._level(pending)

    def result(self, finding: Finding, depth: int = _DEEPEST) -> Result:
        """The finding as a result with its branches."""
        pairs = self._pairs.get(finding, ()) if depth else ()
        return result(self._evaluation.index, finding, tuple(self._branch(pair, depth - 1) for pair in pairs))

    def _branch(self, pair: _Pair, depth: int) -> Branch:
        results = sorted((self.result(inner, depth) for inner in self._findings.get(pair, ())), key=Result.sort_key)
        return Branch(pair.shape, self._evaluation.index.terms[pair.node], tuple(results))

    def _first(self, findings: list[Finding]) -> list[Finding]:
        """As many of the findings as details are told of: the most severe first, then by focus node."""
        if len(findings) <= MOST:
            return findings
        terms = self._evaluation.index.terms
        ranks = {finding: result(self._evaluation.index, finding).severity.rank for finding in findings}
        return sorted(findings, key=lambda finding: (ranks[finding], str(terms[finding.violation.focus])))[:MOST]

    def _level(self, findings: Sequence[Finding]) -> list[Finding]:
        """Evaluate what is inside the findings; those of its findings that have something inside themselves."""
        wanted: dict[ShapeName, set[int]] = defaultdict(set)
        for finding in findings:
            pairs = self._pairs[finding] = tuple(self._inside(finding))
            for pair in pairs:
                if pair not in self._findings:
                    wanted[pair.shape].add(pair.node)
        following: list[Finding] = []
        for shape, nodes in wanted.items():
            by_focus: Mapping[int, list[Finding]] = self._evaluation.findings(shape, nodes)
            for node in nodes:
                inner = self._findings[_Pair(shape, node)] = list(by_focus.get(node, ()))
                following += [finding for finding in inner if _has_branches(finding)]
        return following

    def _inside(self, finding: Finding) -> Iterator[_Pair]:
        constraint, violation = finding.constraint, finding.violation
        shapes = [name for name in shapes_of(constraint) if name in self._evaluation.shapes.by_name]
        if violation.value is not None:
            yield from (_Pair(name, violation.value) for name in dict.fromkeys(shapes))
            return
        path, index = finding.shape.path, self._evaluation.index
        values = value_nodes(index, path, [violation.focus])[0] if path is not None else (violation.focus,)
        for value in list(dict.fromkeys(values))[:_MOST_VALUES]:
            yield from (_Pair(name, value) for name in shapes)


def _has_branches(finding: Finding) -> bool:
    return isinstance(finding.constraint, _WITH_BRANCHES)
