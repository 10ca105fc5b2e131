from __future__ import annotations

from kg.resources import catalog
from kg.revision import Revision


def test_the_published_data_sets_are_those_of_the_catalogue(revision: Revision) -> None:
    base = revision.project.base
    assert f"{base}id/dataset/ghent" in [node.value for node in catalog.datasets(revision)]
    assert all(each.startswith("https://creativecommons.org/") for each in catalog.licences(revision))
    assert catalog.licences(revision)


def test_the_data_changed_on_the_day_that_its_data_sets_state(revision: Revision) -> None:
    assert f'dct:modified "{catalog.modified(revision)}"' in (revision.project.root / "data" / "catalog.ttl").read_text(
        "utf-8"
    )


def test_the_ontology_states_its_version(revision: Revision) -> None:
    (version,) = catalog.ontology_versions(revision)
    assert version.startswith(f"{revision.project.base}ns/")


def test_only_licences_of_creative_commons_have_short_names() -> None:
    assert catalog.licence_name("https://creativecommons.org/publicdomain/zero/1.0/") == "CC0 1.0"
    assert catalog.licence_name("https://example.org/licence") == "https://example.org/licence"


def test_the_publisher_is_named_in_the_catalogue(revision: Revision) -> None:
    assert catalog.publisher(revision) == "City Ties"
