"""Which results of a report somebody asked for, and what is said of those that are left out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import NamedNode

from kg.dataset import Dataset
from kg.project import Project
from kg.shacl.report import Result, Term, ValidationReport
from kg.validation.display_names import Names
from kg.validation.message_texts import word
from kg.validation.notes import Remark
from kg.validation.positions.result_statements import Statements, target
from kg.validation.selection.baseline import Comparison, Identity

_IRI = re.compile(r"<([^<>\s\"]+)>")


@dataclass(frozen=True, slots=True)
class Selection:
    """A report of the results that were asked for; ``left_out`` counts the others, as far as they are known."""

    report: ValidationReport
    left_out: int = 0
    remarks: tuple[Remark, ...] = ()

    def narrowed(self, results: Iterable[Result], remarks: Iterable[Remark] = ()) -> Selection:
        """Only these of the results."""
        report = replace(self.report, results=tuple(results))
        fewer = len(self.report.results) - len(report.results)
        return Selection(report, self.left_out + fewer, (*self.remarks, *remarks))


def new_since_baseline(
    selection: Selection, compared: Comparison, file: str, names: Names, languages: Sequence[str], *, whole: bool
) -> Selection:
    """The results that the baseline does not have; only of the ``whole`` dataset can be told what was fixed."""
    remarks = []
    if compared.known:
        remarks.append(Remark("baseline", _counted("known", compared.known, languages, file=file)))
    if compared.fixed and whole:
        items = tuple(_told(identity, names) for identity in compared.fixed)
        remarks.append(Remark("fixed", _counted("fixed", len(items), languages, file=file), items=items))
    return selection.narrowed(compared.new, remarks)


def in_files(
    selection: Selection,
    project: Project,
    dataset: Dataset,
    shapes: Dataset,
    files: Collection[str],
    languages: Sequence[str],
) -> Selection:
    """The results that stand in these files (named from the project's root), or whose shapes do."""
    results = selection.report.results
    data, rules = Statements(dataset.quads, {result.focus_node for result in results}), Statements(shapes.quads)
    graphs = _Graphs(project, (*dataset.files, *shapes.files), files)
    kept = [result for result in results if any(graphs.are_asked_for(graph) for graph in _graphs(result, data, rules))]
    elsewhere = len(results) - len(kept)
    remarks = [Remark("other-files", _counted("elsewhere", elsewhere, languages))] if elsewhere else []
    return selection.narrowed(kept, remarks)


class _Graphs:
    """The graphs of the files that are asked for."""

    def __init__(self, project: Project, files: Iterable[Path], names: Collection[str]) -> None:
        paths = {project.relative(path): path for path in files}
        self._by_file = {name: project.graph_name(path) for name, path in paths.items()}
        self._asked = {graph for name, graph in self._by_file.items() if name in names}
        self._known = set(self._by_file.values())
        kinds = [project.format_of(path) for name, path in paths.items() if name in names]
        self._foreign = any(kind and kind.named_graphs for kind in kinds)

    def are_asked_for(self, graph: Term) -> bool:
        """A graph that no file is named after is from one of the files that name graphs themselves."""
        return graph in self._asked or (self._foreign and graph not in self._known)


def _graphs(result: Result, data: Statements, rules: Statements) -> Iterator[Term]:
    for statement in (target(result, data), rules.block(result.source_shape)):
        if statement and isinstance(statement.quad.graph_name, NamedNode):
            yield statement.quad.graph_name


def _told(identity: Identity, names: Names) -> str:
    parts = (identity.focus_node, identity.source_shape.removeprefix("_: "))
    return " ".join(_IRI.sub(lambda iri: names.term(NamedNode(iri[1])), part) for part in parts)


def _counted(key: str, number: int, languages: Sequence[str], **values: object) -> str:
    return word(key if number == 1 else f"{key} several", languages, count=number, **values)
