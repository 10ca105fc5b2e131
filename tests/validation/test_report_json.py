from __future__ import annotations

import json
from typing import Any

import pytest

from kg.errors import DatasetError
from kg.shacl.report import ValidationReport
from kg.validation.report_json import from_json, to_json


def test_a_report_is_read_back_as_it_was(broken_report: ValidationReport) -> None:
    assert broken_report.results
    assert from_json(json.loads(json.dumps(to_json(broken_report)))) == broken_report


@pytest.mark.parametrize("change", [
    {"version": 0}, {"version": None}, {"results": 1}, {"results": [{}]}, {"notes": [{"kind": "?"}]}, {"coverage": [1]},
    {"dataset": None, "results": None},
])  # fmt: skip
def test_what_is_not_a_report_of_this_version_is_refused(
    broken_report: ValidationReport, change: dict[str, Any]
) -> None:
    with pytest.raises(DatasetError):
        from_json({**to_json(broken_report), **change})


def test_an_object_without_the_members_is_refused() -> None:
    with pytest.raises(DatasetError):
        from_json({})
