from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg import errors
from kg.errors import EXIT_CODES, DatasetError, KgError, UnknownResource, exit_code
from kg.web.http.problems import STATUSES


def subclasses(kind: type[KgError] = KgError) -> Iterator[type[KgError]]:
    for each in kind.__subclasses__():
        if not each.__name__.startswith("_"):
            yield each
        yield from subclasses(each)


def covered(kind: type[KgError], table: dict[type[KgError], int]) -> bool:
    return any(ancestor in table for ancestor in kind.__mro__ if ancestor is not KgError)


@pytest.mark.parametrize("kind", sorted(set(subclasses()), key=lambda each: each.__name__))
def test_every_error_has_an_exit_code_a_status_and_a_place_in_the_drawing(kind: type[KgError]) -> None:
    assert covered(kind, EXIT_CODES)
    assert covered(kind, STATUSES)
    assert kind.__name__ in (errors.__doc__ or "")


def test_only_data_that_does_not_conform_exits_with_one() -> None:
    assert {kind.__name__ for kind, code in EXIT_CODES.items() if code == 1} == {"NonConformance"}
    assert exit_code(DatasetError("x")) == 2


def test_an_error_says_where_what_and_what_to_do() -> None:
    error = DatasetError("a dot is missing", file="data/ghent.ttl", line=3, column=7, hint="Add one.")
    assert str(error) == "data/ghent.ttl:3:7: a dot is missing\n  Add one."
    assert str(UnknownResource("No city xx.", similar=["be-gent"])) == "No city xx.\n  Did you mean be-gent?"
