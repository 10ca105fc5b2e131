from __future__ import annotations

import pytest

from kg import dataset as datasets
from kg.dataset import SHAPES_FOLDERS
from kg.project import DATA, ONTOLOGY, Project
from kg.rdf.namespaces import SKOS, XSD
from kg.spreadsheets.column_key import ColumnKey
from kg.spreadsheets.shape_columns import ShapeReader

CT = "https://w3id.org/city-ties/ns#"


@pytest.fixture(scope="module")
def shapes(project: Project) -> ShapeReader:
    others = datasets.load(project, (ONTOLOGY, DATA)).quads
    return ShapeReader(datasets.load(project, SHAPES_FOLDERS).quads, others, ["nl", "en"])


def test_a_class_has_the_columns_of_its_shapes_with_words_from_the_ontology(shapes: ShapeReader) -> None:
    columns = {column.key: column for column in shapes.columns(CT + "StatusPeriod")}
    certainty = columns[ColumnKey(CT + "certainty")]
    assert certainty.title == "zekerheid"
    assert certainty.is_required
    assert sorted(certainty.choices.values()) == ["afgeleid", "betwist", "dubbelzinnig", "vermeld"]
    assert ColumnKey(CT + "latestEnd", XSD + "date") in columns
    assert certainty.help


def test_things_that_a_shape_names_by_their_class_are_iris_of_its_sheet(shapes: ShapeReader) -> None:
    columns = {column.key: column for column in shapes.columns(CT + "Partnership")}
    assert columns[ColumnKey(CT + "party")].classes
    assert columns[ColumnKey(CT + "partnershipType")].choices
    labels = {key.language for key in columns if key.predicate == SKOS + "prefLabel"}
    assert labels >= {"nl", "en"}


def test_a_term_without_a_label_is_called_by_the_end_of_its_iri(shapes: ShapeReader) -> None:
    assert shapes.label("http://x.example/ns#term") == "term"
    assert CT + "Partnership" in shapes.classes()
