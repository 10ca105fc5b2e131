from __future__ import annotations

from kg.publish.field_vocabulary import Vocabulary


def test_by_default_a_project_has_no_field() -> None:
    none = Vocabulary()
    assert (none.telling, none.groups, dict(none.schema_org)) == ((), (), {})
