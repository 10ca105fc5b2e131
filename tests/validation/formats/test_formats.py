from __future__ import annotations

from dataclasses import replace

import pytest

from kg.validation.formats import FORMS
from kg.validation.notes import Remark
from kg.validation.positions.located_report import LocatedReport


@pytest.mark.parametrize("form", FORMS)
def test_the_same_report_is_the_same_text(form: str, broken_located: LocatedReport) -> None:
    written = FORMS[form](broken_located)
    assert written == FORMS[form](broken_located)
    assert written.endswith("\n")


@pytest.mark.parametrize("form", sorted(FORMS.keys() - {"turtle", "gitlab"}))
def test_what_a_report_remarks_is_told_beside_its_results(form: str, clean: LocatedReport) -> None:
    remark = Remark("no-focus-nodes", "has no focus node here", items=("shape/City",))
    written = FORMS[form](replace(clean, remarks=(remark,)))
    assert "has no focus node here" in written
    assert "shape/City" in written


@pytest.mark.parametrize("form", sorted(FORMS.keys() - {"turtle"}))
def test_a_remark_that_fails_the_run_is_told_as_an_error(form: str, clean: LocatedReport) -> None:
    remark = Remark("no-focus-nodes", "looked at nothing", fails=True)
    failing = replace(clean, remarks=(remark,))
    assert not failing.conforms
    sign = {
        "gitlab": '"severity": "major"',
        "text": "error: looked",
        "junit": "<failure",
        "markdown": "❌",
        "github": "::error::looked",
        "csv": "error,,,,looked",
        "html": '<li class="error">looked',
    }
    assert sign.get(form, '"fails": true' if form == "json" else '"level": "error"') in FORMS[form](failing)
