from __future__ import annotations

from ..judging import bad_focus, bad_values, results, short

CLOSED = "ex:s sh:targetNode ex:a ; sh:closed {} ; sh:property [ sh:path ex:p ] ; sh:ignoredProperties ( rdf:type ) ."


def test_a_closed_shape_reports_each_statement_with_another_property() -> None:
    data = "ex:a a ex:Thing ; ex:p 1, 2 ; ex:q 3, 4 ; ex:r 5 ."
    found = results(data, CLOSED.format("true"))
    assert sorted(short(result.value) for result in found) == ["3", "4", "5"]
    assert results(data, CLOSED.format("false")) == ()


def test_properties_that_are_ignored_are_those_that_are_named() -> None:
    data = "ex:a a ex:Thing ; ex:p 1 ."
    assert results(data, CLOSED.format("true")) == ()
    assert len(results(data, CLOSED.replace("rdf:type", "ex:q").format("true"))) == 1


def test_one_of_the_values_is_the_wanted_one() -> None:
    assert bad_focus("ex:a ex:p 1, 2 . ex:b ex:p 2 . ex:c ex:p 1.0 .", "sh:hasValue 1") == {"b": 1, "c": 1}


def test_each_value_is_one_of_the_list_as_it_is_written() -> None:
    assert bad_values('1, "01"^^xsd:integer, "a"@en, "a", ex:b', 'sh:in ( 1 "a" ex:b )') == {"01", "a"}
