from __future__ import annotations

from dataclasses import dataclass

import pytest

from kg.settings.declaration import is_valid, setting, table


@dataclass(frozen=True, slots=True)
class Section:
    size: int = setting(4, "A size.", "a number", exclusiveMinimum=0, maximum=10)
    name: str = setting("a", "A name.", "a word", pattern="[a-z]+")
    hosts: tuple[str, ...] = setting(("x",), "Hosts.", "hosts", minItems=1)
    port: str | None = setting(None, "A port.", "a port")


def test_a_section_is_the_schema_of_its_fields_with_their_defaults() -> None:
    schema = table(Section)
    assert schema["additionalProperties"] is False
    assert schema["properties"]["size"]["default"] == 4
    assert schema["properties"]["hosts"]["default"] == ["x"]
    assert "default" not in schema["properties"]["port"]
    assert schema["properties"]["name"]["pattern"] == "^([a-z]+)$"
    assert schema["properties"]["name"]["errorMessage"] == "must be a word"


@pytest.mark.parametrize(("name", "good", "bad"), [
    ("size", [1, 10], [0, -1, 11, True, 1.5, "4"]),
    ("name", ["a", "abc"], ["", "A", "a b", "a\n", 1]),
    ("hosts", [["a"], ["a", "b"]], [[], "a", [1]]),
])  # fmt: skip
def test_a_value_is_valid_within_its_bounds(name: str, good: list[object], bad: list[object]) -> None:
    schema = table(Section)["properties"][name]
    assert [value for value in good if not is_valid(value, schema)] == []
    assert [value for value in bad if is_valid(value, schema)] == []
