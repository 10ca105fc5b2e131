"""The settings of the query service."""

from __future__ import annotations

import pytest

from kg.errors import UsageError
from kg.project import Project
from kg.settings.query import Limits, of_settings


def test_what_is_not_set_has_its_default(project: Project) -> None:
    assert of_settings({}) == Limits()
    assert of_settings({"seconds": 2, "workers": 8}) == Limits(seconds=2, workers=8)
    assert of_settings(project.query).seconds == project.query["seconds"]


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"second": 2}, "Did you mean seconds?"),
        ({"colour": "red"}, "There are: seconds, memory_mib"),
        ({"seconds": 0}, "positive number"),
        ({"seconds": float("inf")}, "positive number"),
        ({"workers": 1.5}, "positive number"),
        ({"workers": True}, "positive number"),
        ({"depth": "deep"}, "positive number"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused(settings: dict[str, object], says: str) -> None:
    with pytest.raises(UsageError) as caught:
        of_settings(settings)
    assert says in str(caught.value)
