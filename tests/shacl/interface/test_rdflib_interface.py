"""The examples of docs/shacl-api.md are run, and what the function returns is compared with what pySHACL returns."""

from __future__ import annotations

import re
from pathlib import Path

import pyshacl
import pytest
import rdflib
from rdflib.compare import isomorphic

from kg.errors import DatasetError, ShapesError, UsageError
from kg.shacl import validate

FOLDER = Path(__file__).parents[2] / "fixtures" / "loose"
DOCUMENT = Path(__file__).parents[3] / "docs" / "shacl-api.md"
EXAMPLES = re.findall(r"^```python\n(.*?)^```$", DOCUMENT.read_text("utf-8"), re.M | re.S)
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
WARNING = """
@prefix ex: <http://example.org/ns#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:severity sh:Warning ; sh:nodeKind sh:Literal .
"""


def parsed(*names: str) -> rdflib.Graph:
    graph = rdflib.Graph()
    for name in names:
        graph.parse(FOLDER / name)
    return graph


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_of_the_document_runs(
    example: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(FOLDER)
    exec(compile(example, str(DOCUMENT), "exec"), {})
    assert ("print(" in example) == ("Conforms: False" in capsys.readouterr().out)


def test_the_report_says_what_pyshacl_says() -> None:
    data, shapes = parsed("data/boats.ttl", "data/harbour.ttl"), parsed("shapes.ttl")
    ours, theirs = validate(data, shacl_graph=shapes), pyshacl.validate(data, shacl_graph=shapes)
    assert ours.conforms == theirs[0] is False
    assert len(list(ours.graph.objects(None, SH.result))) == 1
    for predicate in (SH.focusNode, SH.resultPath, SH.sourceConstraintComponent, SH.resultSeverity, SH.sourceShape):
        assert set(ours.graph.objects(None, predicate)) >= set(theirs[1].objects(None, predicate)) - set(
            shapes.subjects(SH.path)
        )


def test_graphs_files_lists_and_datasets_are_judged_alike() -> None:
    files = validate([FOLDER / "data/boats.ttl", str(FOLDER / "data/harbour.ttl")], FOLDER / "shapes.ttl")
    dataset = rdflib.Dataset()
    dataset.graph(rdflib.URIRef("http://example.org/g")).parse(FOLDER / "data/boats.ttl")
    graphs = validate([dataset, parsed("data/harbour.ttl")], parsed("shapes.ttl"))
    together = validate(parsed("data/boats.ttl", "shapes.ttl"))
    assert [each.conforms for each in (files, graphs, together)] == [False] * 3
    assert isomorphic(graphs.graph - shapes_of(graphs), files.graph - shapes_of(files))
    assert validate(FOLDER / "data/harbour.ttl", FOLDER / "shapes.ttl").conforms


def shapes_of(outcome: object) -> rdflib.Graph:
    """The statements that name the shape, a blank node with a label of its own in each reading."""
    graph = getattr(outcome, "graph")  # noqa: B009 - any outcome
    named = rdflib.Graph()
    for triple in graph.triples((None, SH.sourceShape, None)):
        named.add(triple)
    return named


def test_warnings_count_unless_they_are_allowed() -> None:
    graph = rdflib.Graph().parse(data=WARNING, format="turtle")
    assert [validate(graph, allow_warnings=allowed).conforms for allowed in (False, True)] == [False, True]
    assert not validate(graph, allow_infos=True).conforms


def test_what_cannot_be_judged_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<a> <b>", "utf-8")
    with pytest.raises(DatasetError, match=r"a\.ttl"):
        validate(tmp_path / "a.ttl")
    with pytest.raises(DatasetError, match="format"):
        validate(tmp_path / "a.txt")
    with pytest.raises(DatasetError, match="cannot be read"):
        validate(tmp_path / "none.ttl")
    with pytest.raises(ShapesError, match="no shape"):
        validate(parsed("data/boats.ttl"))
    with pytest.raises(UsageError, match="ignore"):
        validate(parsed("shapes.ttl"), ignore=["nothing"])


def test_shapes_and_nodes_are_named_in_full_or_with_a_prefix_of_the_graphs() -> None:
    text = """PREFIX ex: <http://example.org/ns#> PREFIX sh: <http://www.w3.org/ns/shacl#>
        ex:S a sh:NodeShape ; sh:targetClass ex:Boat ; sh:property [ sh:path ex:name ; sh:minCount 1 ] .
        ex:a a ex:Boat . ex:b a ex:Boat ."""
    graph = rdflib.Graph().parse(data=text, format="turtle")
    for name in ("ex:a", "http://example.org/ns#a"):
        outcome = validate(graph, focus_nodes=[name], use_shapes=["ex:S"])
        assert list(outcome.graph.objects(None, SH.focusNode)) == [rdflib.URIRef("http://example.org/ns#a")]
    with pytest.raises(UsageError, match="nothing in the data is called"):
        validate(graph, focus_nodes=["ex:nobody"])
