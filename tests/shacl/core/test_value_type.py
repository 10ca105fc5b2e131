from __future__ import annotations

import pytest

from kg.errors import ShapesError

from ..judging import bad_values, results

VALUES = 'ex:iri, _:b, "text", "5"^^xsd:integer, "x"^^xsd:integer, "tekst"@nl'


@pytest.mark.parametrize(("kind", "good"), [
    ("IRI", {"iri"}),
    ("BlankNode", {"blank"}),
    ("Literal", {"literal"}),
    ("BlankNodeOrIRI", {"blank", "iri"}),
    ("BlankNodeOrLiteral", {"blank", "literal"}),
    ("IRIOrLiteral", {"iri", "literal"}),
])  # fmt: skip
def test_a_node_kind_takes_its_kinds_alone(kind: str, good: set[str]) -> None:
    terms = {"iri": "ex:iri", "blank": "_:b", "literal": '"text"'}
    assert {name for name, term in terms.items() if not bad_values(term, f"sh:nodeKind sh:{kind}")} == good


def test_a_datatype_takes_well_formed_literals_of_it_alone() -> None:
    assert bad_values('"5"^^xsd:integer, "+05"^^xsd:integer', "sh:datatype xsd:integer") == set()
    assert bad_values('"x"^^xsd:integer, "5"^^xsd:int, 5.0, "5"', "sh:datatype xsd:integer") == {"x", "5", "5.0"}
    assert bad_values('"a"@nl, "a"', "sh:datatype rdf:langString") == {"a"}


def test_a_class_takes_instances_of_its_subclasses() -> None:
    classes = "ex:Sub rdfs:subClassOf ex:Mid . ex:Mid rdfs:subClassOf ex:Top . "
    data = classes + "ex:a a ex:Sub . ex:b a ex:Other . ex:f ex:p ex:a, ex:b ."
    found = results(data, "ex:s sh:targetNode ex:f ; sh:property [ sh:path ex:p ; sh:class ex:Top ] .")
    assert [str(result.value) for result in found] == ["<https://example.org/b>"]


@pytest.mark.parametrize("constraint", ["sh:nodeKind sh:Nothing", "sh:class 1", 'sh:datatype "x"'])
def test_a_parameter_that_is_no_such_term_is_refused(constraint: str) -> None:
    with pytest.raises(ShapesError):
        bad_values(VALUES, constraint)
