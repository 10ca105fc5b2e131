from __future__ import annotations

from kg.resources import catalog
from kg.revision import Revision


def test_the_published_data_sets_are_those_of_the_catalogue(revision: Revision) -> None:
    base = revision.project.base
    assert f"{base}id/dataset/ghent" in [node.value for node in catalog.datasets(revision)]
    assert all(each.startswith("https://creativecommons.org/") for each in catalog.licences(revision))
    assert catalog.licences(revision)


def test_the_data_changed_no_later_than_the_day_of_the_revision(revision: Revision) -> None:
    assert catalog.modified(revision) <= revision.day


def test_the_ontology_states_its_version(revision: Revision) -> None:
    (version,) = catalog.ontology_versions(revision)
    assert version.startswith(f"{revision.project.base}ns/")
