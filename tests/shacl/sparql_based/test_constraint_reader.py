from __future__ import annotations

import pytest

from kg.errors import ShapesError

from ..judging import results

SHAPE = "ex:S sh:targetNode ex:a ; sh:sparql [ {} ] ."
SELECT = 'sh:select "SELECT $this { $this p:q ?x }"'
PREFIX = "sh:prefixes [ sh:declare [ sh:prefix 'p' ; sh:namespace 'https://example.org/'^^xsd:anyURI ] ]"


def test_prefixes_are_those_that_the_constraint_names() -> None:
    assert len(results("ex:a ex:q 1 .", SHAPE.format(f"{SELECT} ; {PREFIX}"))) == 1


def test_a_deactivated_constraint_finds_nothing() -> None:
    assert results("ex:a ex:q 1 .", SHAPE.format(f"{SELECT} ; {PREFIX} ; sh:deactivated true")) == ()


@pytest.mark.parametrize("constraint", [
    SELECT, f"{SELECT}, 'ASK {{}}'", "sh:message 'x'", f"{SELECT} ; sh:prefixes [ sh:declare [ sh:prefix 'p' ] ]",
    "sh:select 1", "sh:select 'SELECT $this { $this '",
])  # fmt: skip
def test_a_constraint_that_cannot_be_read_is_refused(constraint: str) -> None:
    with pytest.raises(ShapesError):
        results("ex:a ex:q 1 .", SHAPE.replace("{}", constraint))


def test_a_syntax_error_is_told_with_its_place_in_the_query() -> None:
    with pytest.raises(ShapesError) as caught:
        results("ex:a ex:q 1 .", SHAPE.replace("{}", 'sh:select """SELECT $this {\n  $this <urn:p> }"""'))
    assert caught.value.line == 2
