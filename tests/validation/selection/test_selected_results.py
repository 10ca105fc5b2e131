from __future__ import annotations

from pyoxigraph import BlankNode, NamedNode

from kg.dataset import Dataset
from kg.project import Project
from kg.validation import ValidationReport
from kg.validation.selection.selected_results import Selection, in_files


def test_results_of_graphs_that_a_file_names_itself_are_those_of_that_file_alone(
    broken: Project, broken_data: Dataset, broken_shapes: Dataset, broken_report: ValidationReport
) -> None:
    def focus_nodes(file: str) -> set[NamedNode | BlankNode]:
        kept = in_files(Selection(broken_report), broken, broken_data, broken_shapes, [file], ["en"])
        assert kept.left_out == len(broken_report.results) - len(kept.report.results)
        return {result.focus_node for result in kept.report.results if isinstance(result.focus_node, NamedNode)}

    amiens, lille = (NamedNode(f"{broken.base}id/city/fr-{name}") for name in ("amiens", "lille"))
    assert focus_nodes("data/lille.nt") == {lille}
    assert focus_nodes("data/amiens.trig") == {amiens}
