from __future__ import annotations

import pytest

from kg.named_queries import named_query
from kg.revision import Revision


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_question_has_a_title_in_both_languages(revision: Revision, language: str) -> None:
    assert all(each.title(language).language == language for each in named_query.questions(revision))
    assert len(named_query.examples(revision)) == 3
