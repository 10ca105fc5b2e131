"""What an operation becomes in an OpenAPI document."""

from __future__ import annotations

from kg.publish import open_api
from kg.publish.open_api import Operation, Parameter
from kg.rdf.formats import CSV, JSON


def test_an_operation_answers_at_its_path_and_with_a_suffix() -> None:
    day = Parameter("day", "A day.", {"type": "string", "format": "date"}, may_be_empty=True)
    name = Parameter("name", "A name.", {"type": "string"}, several=True, may_be_empty=True)
    operation = Operation("/list", "A list", "lists", (JSON, CSV), (day, name), by_form=True)
    paths = open_api.document(
        [operation], title="T", description="", version="1", root="https://ties.example/", licence=None
    )["paths"]
    assert set(paths) == {"/list", "/list.{extension}"}
    assert set(paths["/list"]) == {"get", "post"}
    described, named = paths["/list"]["get"]["parameters"]
    assert described["schema"]["anyOf"][1] == {"const": ""}
    assert named["schema"] == {"type": "array", "items": {"type": "string"}, "minItems": 1}
    assert paths["/list.{extension}"]["get"]["parameters"][0]["schema"]["enum"] == ["srj", "csv"]
    assert set(paths["/list"]["get"]["responses"]) == {"200", "400", "404", "406"}
