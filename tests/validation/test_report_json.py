from __future__ import annotations

import json
from typing import Any

import pytest
from pyoxigraph import BaseDirection, BlankNode, Literal, NamedNode, Triple

from kg.errors import DatasetError
from kg.shacl.report import Result, ValidationReport
from kg.validation.report_json import from_json, to_json


def test_a_report_is_read_back_as_it_was(broken_report: ValidationReport) -> None:
    assert broken_report.results
    assert from_json(json.loads(json.dumps(to_json(broken_report)))) == broken_report


def test_terms_of_rdf_1_2_are_read_back_as_they_were() -> None:
    node, link = BlankNode("a"), NamedNode("http://example.org/p")
    text = Literal("x", language="ar", direction=BaseDirection.RTL)
    result = Result(node, None, Triple(node, link, Triple(node, link, text)), link, node, messages=(text,))
    report = ValidationReport("d", "s", (result,))
    assert from_json(json.loads(json.dumps(to_json(report)))) == report


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
