from __future__ import annotations

from kg.rdf import namespaces
from kg.rdf.namespaces import WELL_KNOWN

from ..presence import present


def test_a_prefix_names_one_namespace_and_a_namespace_has_one_prefix() -> None:
    assert len(set(WELL_KNOWN.values())) == len(WELL_KNOWN) > 20


def test_a_namespace_ends_where_its_names_begin() -> None:
    assert [iri for iri in present(WELL_KNOWN.values()) if iri[-1] not in "/#"] == []


def test_each_constant_has_the_prefix_of_its_name() -> None:
    constants = {name: value for name, value in vars(namespaces).items() if name.isupper() and isinstance(value, str)}
    assert len(constants) > 5
    assert {name.lower(): value for name, value in constants.items()}.items() <= WELL_KNOWN.items()


def test_nothing_belongs_to_one_city() -> None:
    assert "ct" not in WELL_KNOWN
