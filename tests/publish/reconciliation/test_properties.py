"""The cells of a table are resources, numbers, days and texts."""

from __future__ import annotations

from kg.publish.reconciliation import properties
from kg.publish.reconciliation.batch import ExtensionQuery
from kg.resources.language_view import Reader

DCT = "http://purl.org/dc/terms/"


def test_a_value_is_a_cell_of_its_kind(reader: Reader) -> None:
    base = reader.known.revision.project.base
    query = ExtensionQuery((f"{base}id/dataset/ghent",), ((f"{DCT}modified", 0), (f"{DCT}language", 2), ("no iri", 0)))
    extended = properties.extended(reader, query)
    (row,) = extended["rows"].values()
    (modified,) = row[f"{DCT}modified"]
    assert modified["date"].endswith("T00:00:00")
    assert [set(cell) for cell in row[f"{DCT}language"]] == [{"id", "name"}] * 2
    assert row["no iri"] == []


def test_the_properties_of_a_class_are_proposed_by_how_many_things_have_them(reader: Reader) -> None:
    proposed = [one["id"] for one in properties.proposed(reader, reader.expand("ct:Partnership").value)]
    assert reader.expand("ct:party").value in proposed[:6]
    assert properties.proposed(reader, "no iri") == []
