from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from kg.spreadsheets import grid
from kg.spreadsheets.column_key import STRING, ColumnKey, Names
from kg.spreadsheets.grid import Cells
from kg.spreadsheets.shape_columns import ShapeColumn, ShapeReader

BASE = "https://b.example/"


@pytest.fixture
def cells() -> Cells:
    return Cells(Names(BASE, {}), ShapeReader((), (), ["en"]))


def test_several_values_of_a_cell_stand_on_lines_of_their_own(cells: Cells) -> None:
    column = ShapeColumn(ColumnKey(BASE + "p", STRING), "p")
    values = [Literal("b\nc"), Literal(""), Literal("a")]
    text = cells.text(column, values)
    assert text == "\\e\na\nb\\nc"
    assert set(cells.values(column, text)) == set(values)
    assert cells.values(column, "") == []


def test_a_concept_is_called_by_its_name_and_a_name_that_is_not_in_the_list_is_told(cells: Cells) -> None:
    column = ShapeColumn(ColumnKey(BASE + "p"), "p", choices={BASE + "c/1": "Stated", BASE + "c/2": "inferred"})
    assert cells.text(column, [NamedNode(BASE + "c/1")]) == "Stated"
    assert cells.values(column, "stated\nc/2") == [NamedNode(BASE + "c/1"), NamedNode(BASE + "c/2")]
    with pytest.raises(ValueError, match="guessed is not in the list; choose one of: Stated, inferred"):
        cells.values(column, "guessed")


def test_a_part_of_a_document_is_called_by_its_words_and_the_name_of_the_document() -> None:
    source, passage = NamedNode(BASE + "s"), NamedNode(BASE + "s#q")
    label, quote = NamedNode(BASE + "label"), NamedNode(BASE + "quote")
    triples = [Triple(source, label, Literal("Report", language="en")), Triple(passage, quote, Literal("it ended"))]
    called = grid.called(triples, [label.value], ["en"])
    assert called == {source.value: "Report", passage.value: "it ended – Report"}
