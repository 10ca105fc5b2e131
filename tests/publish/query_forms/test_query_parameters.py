"""The parameters of a question for programs."""

from __future__ import annotations

from kg.named_queries import named_query
from kg.publish.query_forms import query_parameters
from kg.publish.query_forms.query_parameters import TIME
from kg.resources.language_view import Reader


def test_a_parameter_has_the_values_that_there_are_or_its_type(reader: Reader) -> None:
    question = named_query.find(reader.known.revision, "partners-on-a-day")
    parameters = {one.name: one for one in query_parameters.parameters(reader, question)}
    assert parameters["day"].schema == TIME
    assert "be-gent" in parameters["city"].schema["enum"]
    assert parameters["language"].schema["examples"] == ["nl", "en", "fr", "de"]
    assert parameters["city"].description == "Place. By default be-gent."
