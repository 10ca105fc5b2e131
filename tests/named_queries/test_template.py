"""Questions with parameters: how they are read, and how values take the place of defaults."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kg.errors import QueryError, QuerySyntaxError
from kg.named_queries import template
from kg.named_queries.template import NamedQuery
from kg.project import Project
from kg.query_engine import guard
from kg.settings.query import Limits

from ..presence import present

BASE = "https://example.org/"
DATE = NamedNode("http://www.w3.org/2001/XMLSchema#date")
TEXT = """\
#+ summary:
#+   en: Which partnerships were in force on a day?
#+   nl: Welke banden waren van kracht op een dag?
#+ description: The day is included.
#+ tags: [CQ7, status]
BASE <https://example.org/>
PREFIX ct: <https://example.org/ns#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

SELECT * WHERE {
  VALUES ?day { "2019-06-01"^^xsd:date }
  VALUES ?city { <id/city/be-gent> ct:other }
  VALUES ?name { "Gent"@nl }
  VALUES ?any { UNDEF }
  VALUES ?number { 5 }
  VALUES (?fixed) { ("at least") }
  VALUES ?year {
    1958
  }
  # VALUES ?comment { 1 }
}
"""


@pytest.fixture(scope="module")
def question() -> NamedQuery:
    return template.parse(TEXT, "in-force", prefixes={"skos": "http://www.w3.org/2004/02/skos/core#"})


def solution(text: str) -> dict[str, object]:
    answer = Store().query(guard.check(text, Limits()).text)
    assert isinstance(answer, QuerySolutions)
    names = [variable.value for variable in answer.variables]
    only = list(answer)
    assert len({str(row) for row in only}) == len(only)
    return {name: only[0][name] for name in names}


def test_the_front_matter_says_what_is_asked_in_each_language(question: NamedQuery) -> None:
    assert question.summary == {
        "en": "Which partnerships were in force on a day?",
        "nl": "Welke banden waren van kracht op een dag?",
    }
    assert question.description == {"": "The day is included."}
    assert question.tags == ("CQ7", "status")


def test_a_parameter_is_a_values_block_of_one_variable_on_one_line(question: NamedQuery) -> None:
    assert {name: parameter.defaults for name, parameter in question.parameters.items()} == {
        "day": (Literal("2019-06-01", datatype=DATE),),
        "city": (NamedNode(BASE + "id/city/be-gent"), NamedNode(BASE + "ns#other")),
        "name": (Literal("Gent", language="nl"),),
        "any": (None,),
        "number": (Literal(5),),
    }


def test_without_values_the_text_is_the_file(question: NamedQuery) -> None:
    assert template.bind(question, {}) == TEXT
    assert template.bind(question, {"day": []}) == TEXT


@pytest.mark.parametrize(
    ("name", "value", "term"),
    [
        ("day", "2021-01-20", Literal("2021-01-20", datatype=DATE)),
        ("name", 'Ghent"@en', Literal('Ghent"@en', language="nl")),
        ("number", "7", Literal(7)),
        ("city", "id/city/jp-kanazawa", NamedNode(BASE + "id/city/jp-kanazawa")),
        ("city", "https://example.com/x", NamedNode("https://example.com/x")),
        ("city", "<https://example.com/x>", NamedNode("https://example.com/x")),
        ("city", "ct:kanazawa", NamedNode(BASE + "ns#kanazawa")),
        ("city", "skos:Concept", NamedNode("http://www.w3.org/2004/02/skos/core#Concept")),
        ("any", "Gent", Literal("Gent")),
        ("any", "urn:isbn:1", NamedNode("urn:isbn:1")),
        ("city", NamedNode("urn:x"), NamedNode("urn:x")),
    ],
)
def test_a_value_is_read_with_the_type_of_the_default(
    question: NamedQuery, name: str, value: str | NamedNode, term: NamedNode | Literal
) -> None:
    assert solution(template.bind(question, {name: value}))[name] == term


def test_a_parameter_takes_several_values(question: NamedQuery) -> None:
    bound = template.bind(question, {"day": ["2019-06-01", "2020-06-01"], "city": "ct:a", "number": "1"})
    answer = Store().query(bound)
    assert isinstance(answer, QuerySolutions)
    assert sorted(row["day"].value for row in answer) == ["2019-06-01", "2020-06-01"]


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("day", "1 June", "day must be a value of the type date, such as 2019-06-01, 2019-06 or 2019, not '1 June'"),
        ("day", "2019-02-30", "type date"),
        ("number", "seven", "type integer"),
        ("city", "a b", "city must be an IRI"),
        ("city", "", "city must be an IRI"),
        ("city", "x> } DROP ALL #", "city must be an IRI"),
        ("dya", "2019-06-01", "Did you mean day? Its parameters are: day, city, name, any, number."),
    ],
)
def test_a_bad_value_is_told_with_what_is_wanted(question: NamedQuery, name: str, value: str, says: str) -> None:
    with pytest.raises(QueryError) as caught:
        template.bind(question, {name: value})
    assert says in str(caught.value)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_no_value_becomes_part_of_the_query(value: str) -> None:
    question = template.parse("SELECT ?x { VALUES ?x { 'Gent' } }", "x")
    assert solution(template.bind(question, {"x": value})) == {"x": Literal(value)}


def test_a_parameter_may_stand_in_several_places() -> None:
    question = template.parse("SELECT * { { VALUES ?x { 1 } } UNION { VALUES ?x { 1 } BIND(2 AS ?y) } }", "x")
    assert template.bind(question, {"x": "7"}).count('"7"') == 2


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("#+ summary: [\nSELECT * {}", 1, "not valid YAML"),
        ("#+ sumary: Which?\nSELECT * {}", 1, "other fields"),
        ("#+ tags: CQ1\nSELECT * {}", 1, "tags that is no list"),
        ("#+ order: first\nSELECT * {}", 1, "order that is no whole number"),
        ("#+ parameters: {x: {class: ct:City}}\nSELECT * {}", 1, "describes the parameter x otherwise"),
        ("SELECT * {\n  VALUES ?x { 1 }\n  VALUES ?x { 2 }\n}", 3, "another default"),
        ("SELECT * {\n  VALUES ?x { ct:a }\n}", 2, "cannot be read"),
        ("SELECT * {\n  VALUES ?x { 'a }\n}", 2, "no end"),
    ],
)
def test_a_file_with_a_mistake_is_told_with_its_place(text: str, line: int, says: str) -> None:
    with pytest.raises(QuerySyntaxError, match=says) as caught:
        template.parse(text, "x", file="queries/x.rq")
    assert (caught.value.file, caught.value.line) == ("queries/x.rq", line)


def test_every_question_of_the_project_can_be_bound_to_its_own_defaults(project: Project) -> None:
    for path in present(project.queries()):
        question = template.load(path, project.base, project.prefixes)
        defaults = {
            name: [term for term in parameter.defaults if term is not None]
            for name, parameter in question.parameters.items()
        }
        bound = template.parse(template.bind(question, defaults), path.stem, project.base)
        assert {name: parameter.defaults for name, parameter in bound.parameters.items()} == {
            name: parameter.defaults for name, parameter in question.parameters.items()
        }, path.name
