from __future__ import annotations

from kg.named_queries import named_query
from kg.publish.query_forms.query_form import Field, FieldKind, fields
from kg.resources.language_view import Reader


def form(reader: Reader, name: str) -> dict[str, Field]:
    question = named_query.find(reader.known.revision, name)
    return {field.name: field for field in fields(reader, question, question.defaults())}


def test_a_day_is_entered_as_a_date_and_a_city_is_chosen_by_its_name(reader: Reader, dutch: Reader) -> None:
    english = form(reader, "partners-on-a-day")
    assert english["day"].kind is FieldKind.DATE
    city = english["city"]
    assert (city.kind, city.label) == (FieldKind.CHOICE, "Place")
    assert "Ghent" in [option.name for option in city.options]
    assert form(dutch, "partners-on-a-day")["city"].label == "Plaats"


def test_a_number_is_entered_as_one_and_a_language_is_one_of_the_project_s(reader: Reader) -> None:
    assert form(reader, "distance")["radius"].kind is FieldKind.NUMBER
    assert [option.value for option in form(reader, "distance")["language"].options][:2] == ["nl", "en"]


def test_what_is_none_of_the_known_things_is_written_in(reader: Reader) -> None:
    question = named_query.find(reader.known.revision, "partners-on-a-day")
    used = question.defaults() | {"city": ["https://example.org/elsewhere"]}
    city = next(field for field in fields(reader, question, used) if field.name == "city")
    assert (city.kind, city.values) == (FieldKind.TEXT, ("https://example.org/elsewhere",))
