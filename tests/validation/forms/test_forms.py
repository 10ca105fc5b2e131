from __future__ import annotations

import pytest

from kg.validation.forms import FORMS
from kg.validation.located import LocatedReport


@pytest.mark.parametrize("form", FORMS)
def test_the_same_report_is_the_same_text(form: str, broken_located: LocatedReport) -> None:
    written = FORMS[form](broken_located)
    assert written == FORMS[form](broken_located)
    assert written.endswith("\n")
