from __future__ import annotations

import pytest

from kg.errors import ShapesError

from ..judging import results, short

COMPONENT = """
ex:AtLeast a sh:ConstraintComponent ;
  sh:parameter [ sh:path ex:least ] ;
  sh:parameter [ sh:path ex:unit ; sh:optional true ] ;
  sh:validator [ a sh:SPARQLAskValidator ; sh:message "too small" ; sh:ask "ASK { FILTER($value >= $least) }" ] .
"""
SHAPE = "ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; ex:least 2 ] ."


def test_a_component_of_the_shapes_graph_judges_each_value() -> None:
    found = results("ex:a ex:p 1, 2, 3 .", COMPONENT + SHAPE)
    assert [(short(result.value), result.message(), short(result.component)) for result in found] == [
        ("1", "too small", "AtLeast")
    ]


def test_a_shape_without_the_mandatory_parameter_does_not_use_it() -> None:
    assert results("ex:a ex:p 1 .", COMPONENT + SHAPE.replace("ex:least 2", "ex:unit 'm' ; sh:minCount 1")) == ()


@pytest.mark.parametrize(("old", "new"), [
    ("ex:least ]", "ex:this ]"), ("ASK {", "ASK "),
])  # fmt: skip
def test_a_component_that_is_not_well_formed_is_refused(old: str, new: str) -> None:
    assert old in COMPONENT
    with pytest.raises(ShapesError):
        results("ex:a ex:p 1 .", COMPONENT.replace(old, new) + SHAPE)
