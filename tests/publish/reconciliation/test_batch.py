"""Batches are read as they are meant, and their limits are those of the document."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.publish.reconciliation import batch, candidates
from kg.publish.reconciliation.batch import PropertyValue

TEXT = (Path(__file__).resolve().parents[3] / "docs" / "reconciling.md").read_text("utf-8")


def test_a_query_has_its_values_as_texts() -> None:
    properties = [{"pid": "p", "v": [1, True, {"id": "x", "name": "X"}]}]
    (query,) = batch.queries(
        json.dumps({"a": {"query": "x", "type": "t", "limit": 3, "properties": properties}})
    ).values()
    assert (query.text, query.types, query.limit) == ("x", ("t",), 3)
    assert query.properties == (PropertyValue("p", ("1", "true", "x")),)


def test_a_member_that_a_query_does_not_have_is_refused() -> None:
    with pytest.raises(UsageError, match="a has propertie; a query has"):
        batch.queries('{"a": {"query": "x", "propertie": []}}')


def test_the_document_tells_the_limits_and_the_weights() -> None:
    limits = dict(re.findall(r"^\| ([^|]+) \| (\d+) \|$", TEXT, re.M))
    known = (batch.QUERIES, batch.CHARACTERS, batch.CANDIDATES, batch.PROPERTIES, batch.IDENTIFIERS)
    assert list(map(int, limits.values())) == list(known)
    assert f"weighs {candidates.WEIGHT} of a name" in TEXT
    assert f"Below {candidates.LEAST:g} it is no candidate" in TEXT
    assert f"{candidates.OTHER_TYPE} of its score" in TEXT
