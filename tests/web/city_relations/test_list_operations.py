"""What programs are told of the lists is what the lists offer."""

from __future__ import annotations

import pytest

from kg.city_relations import facets
from kg.publish.open_api import Operation
from kg.resources import resource_graph
from kg.resources.language_view import Reader
from kg.revision import Revision
from kg.web.city_relations import list_operations, lists


@pytest.fixture(scope="module")
def operations(revision: Revision) -> dict[str, Operation]:
    reader = Reader(resource_graph.of(revision), "en")
    return {operation.path: operation for operation in list_operations.operations(reader)}


def test_every_list_is_there_with_its_formats(operations: dict[str, Operation]) -> None:
    assert list(operations) == [f"/{name}" for name in lists.NAMES]
    for name in lists.NAMES:
        assert operations[f"/{name}"].offers == lists.offers(name)


def test_a_list_that_is_timed_takes_a_day_and_partnerships_take_a_city(operations: dict[str, Operation]) -> None:
    taking = {
        name: {path for path, operation in operations.items() if name in {one.name for one in operation.parameters}}
        for name in ("on", "city")
    }
    timed = {f"/{listing.name}" for listing in facets.LISTINGS if listing.is_timed}
    assert taking["on"] == {"/partnerships"} | timed > {"/partnerships"}
    assert "/partnerships" in taking["city"]
