from __future__ import annotations

import pytest

from kg.settings.declaration import is_valid, table
from kg.settings.files import FileSettings

PROPERTIES = table(FileSettings)["properties"]


def test_patterns_stand_for_the_folder_of_their_name_and_no_other() -> None:
    settings = FileSettings(data=("catalog/**/*.ttl",), shapes=("rules",))
    assert settings.of("data") == ("catalog/**/*.ttl",)
    assert settings.of("shapes") == ("rules",)
    assert settings.of("ontology") == settings.of("queries") == ()


@pytest.mark.parametrize("name", ["ontology", "data", "shapes"])
def test_a_list_of_patterns_has_one_at_least(name: str) -> None:
    assert is_valid(["a", "b/*.ttl"], PROPERTIES[name])
    for value in ([], "a", [1], None):
        assert not is_valid(value, PROPERTIES[name])
