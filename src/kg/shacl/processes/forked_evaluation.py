"""Evaluates root shapes in several processes that share the index, copy-on-write, with the same result as in one.

Processes are forked, so there is one process only where that is unsafe or impossible: on Windows and macOS, and where
other threads run. What goes wrong in one of them is repeated in a single process, which then says what it is.
"""

from __future__ import annotations

import contextlib
import os
import signal
import struct
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NoReturn

from kg.errors import KgError
from kg.shacl.evaluation import Evaluation, FindingsByFocus
from kg.shacl.processes import findings_transfer
from kg.shacl.processes.findings_transfer import Evaluated
from kg.shacl.processes.work_units import Unit, assigned, units
from kg.shacl.shapes.shape import Shape, Targets, focus_nodes

_WORTHWHILE, _TOO_MANY = 50_000, 5_000_000
"""Statements above which judging takes longer than forking, and those up to which two processes need less than 3 GB."""
_MOST = 4
_NUMBER = struct.Struct("I")
_PIPE = 60_000
"""Bytes that fit into a pipe before anything is read from it."""


def usual_processes(statements: int) -> int:
    """As many as there are processors for this process, up to four: each has to build some tables of its own."""
    affinity = getattr(os, "sched_getaffinity", None)
    return min(_MOST, len(affinity(0))) if affinity and _WORTHWHILE < statements <= _TOO_MANY else 1


def evaluated(
    evaluation: Evaluation, roots: Mapping[Shape, Collection[int] | None], processes: int
) -> list[FindingsByFocus]:
    """The findings of each root shape for these focus nodes, or for all its own where that is None."""
    state = list(evaluation.notes), dict(evaluation.applied)
    if processes > 1 and _can_fork():
        focus = dict(zip(roots, _focus_nodes(evaluation, roots), strict=True))
        all_units = units(evaluation, focus, processes)
        if 1 < len(all_units) < _PIPE // _NUMBER.size:
            try:
                return _Processes(evaluation, all_units, processes).findings(len(roots))
            except (KgError, OSError):  # repeated below, so that it is the first one that one process meets
                evaluation.notes, evaluation.applied = state
                evaluation.checked.clear()
                evaluation.own_queries = None
    return [evaluation.root(shape, nodes) for shape, nodes in roots.items()]


def _can_fork() -> bool:
    if not hasattr(os, "fork"):
        return False
    from kg.compact.arena import has_one_thread  # it needs the C library, which Windows has under another name

    return has_one_thread()


def _focus_nodes(evaluation: Evaluation, roots: Mapping[Shape, Collection[int] | None]) -> Iterator[Collection[int]]:
    known: dict[Targets, Collection[int]] = {}
    for shape, nodes in roots.items():
        if nodes is None and shape.targets not in known:
            known[shape.targets] = focus_nodes(evaluation.index, shape.targets)
        yield known[shape.targets] if nodes is None else nodes


class _Processes:
    """The processes of one evaluation: this one and those that are forked from it."""

    def __init__(self, evaluation: Evaluation, all_units: Sequence[Unit], processes: int) -> None:
        self._evaluation = evaluation
        self._units = all_units
        self._known = len(evaluation.index.terms)
        assignment = assigned(evaluation, all_units, processes)
        self._own = assignment.own
        self._common, end = os.pipe()
        os.write(end, b"".join(map(_NUMBER.pack, assignment.common)))
        os.close(end)
        self._children: dict[int, int] = {}

    def findings(self, roots: int) -> list[FindingsByFocus]:
        """The findings of so many roots, each in the order in which one process finds them."""
        notes = list(self._evaluation.notes)
        try:
            for process in range(1, len(self._own)):
                self._fork(process)
            results = self._evaluate(0)
            self._evaluation.own_queries = None
            for end in list(self._children):
                with open(end, "rb", closefd=False) as stream:
                    results |= findings_transfer.merged(self._evaluation, stream.read(), self._known)
        finally:
            self._end()
        by_root: list[FindingsByFocus] = [{} for _ in range(roots)]
        for number, unit in enumerate(self._units):
            findings, own_notes = results[number]
            notes += own_notes
            by_focus = by_root[unit.root]
            for node, of_node in findings.items():
                by_focus[node] = [*by_focus[node], *of_node] if node in by_focus else of_node
        self._evaluation.notes = notes
        return by_root

    def _fork(self, process: int) -> None:
        ours, theirs = os.pipe()
        pid = os.fork()
        if not pid:
            os.close(ours)
            self._run(process, theirs)
        os.close(theirs)
        self._children[ours] = pid

    def _run(self, process: int, end: int) -> NoReturn:
        """Run as another process. This never returns, so nothing that the first one has in use is finalised here."""
        try:
            content = findings_transfer.packed(self._evaluation, self._evaluate(process), self._known)
            with open(end, "wb") as stream:
                stream.write(content)
        finally:
            os._exit(0)

    def _evaluate(self, process: int) -> dict[int, Evaluated]:
        """Evaluate the units of a process, then those that nobody has begun."""
        evaluation = self._evaluation
        evaluation.own_queries = {id(query) for number in self._own[process] for query in self._units[number].queries}
        if process:
            evaluation.applied = dict.fromkeys(evaluation.applied, (0, 0))
        results: dict[int, Evaluated] = {}
        for number in self._numbers(process):
            unit, evaluation.notes = self._units[number], []
            findings = evaluation.root(unit.shape, unit.focus, unit.part)
            results[number] = Evaluated(findings, evaluation.notes)
        return results

    def _numbers(self, process: int) -> Iterator[int]:
        yield from self._own[process]
        while number := os.read(self._common, _NUMBER.size):
            yield _NUMBER.unpack(number)[0]

    def _end(self) -> None:
        os.close(self._common)
        for end, pid in self._children.items():
            os.close(end)
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
