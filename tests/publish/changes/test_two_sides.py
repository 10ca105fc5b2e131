"""What two snapshots call things."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode

from kg.publish.changes.two_sides import Sides
from kg.rdf.namespaces import SKOS, XSD
from kg.resources.language_view import Reader


@pytest.fixture
def sides(dutch: Reader) -> Sides:
    return Sides(dutch, dutch)


def test_a_property_has_the_name_of_the_ontology_or_a_word_and_the_language_of_its_values(sides: Sides) -> None:
    assert sides.property(sides.after.expand("ct:earliestStart")) == "vroegste begin"
    assert sides.property(NamedNode(SKOS + "prefLabel"), "nl") == "naam"
    assert sides.property(NamedNode(SKOS + "prefLabel"), "et") == "naam (et)"


def test_a_part_has_the_name_that_it_has_within_its_document(sides: Sides) -> None:
    base = sides.after.known.revision.project.base
    assert sides.part(NamedNode(f"{base}id/partnership/be-gent--ee-tallinn#in-force")) == "van kracht"
    assert sides.part(NamedNode(f"{base}id/partnership/be-gent--ee-tallinn")) == ""
    assert sides.part(NamedNode(f"{base}id/partnership/nowhere#somewhere")) == "somewhere"


def test_a_text_is_quoted_and_cut_and_a_day_is_written_as_it_is(sides: Sides) -> None:
    assert sides.value(Literal("2021-01-01", datatype=NamedNode(XSD + "date"))) == "2021-01-01"
    assert sides.value(Literal("two\nlines", language="en")) == "“two lines”"
    assert len(sides.value(Literal("long " * 100))) < 170
