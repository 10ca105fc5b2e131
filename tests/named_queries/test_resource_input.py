from __future__ import annotations

from dataclasses import replace

import pytest
from pyoxigraph import NamedNode

from kg.errors import QueryError
from kg.named_queries import resource_input
from kg.revision import Revision


def read(revision: Revision, value: str) -> str:
    project = revision.project
    party = NamedNode(project.prefixes["ct"] + "party")
    node = resource_input.read(revision, party, "city", value, project.prefixes, project.base)
    return resource_input.key(node)


@pytest.mark.parametrize(
    ("value", "key"),
    [
        ("be-gent", "be-gent"),
        ("BE-Gent", "be-gent"),
        ("Ghent", "be-gent"),
        ("gand", "be-gent"),
        ("根特", "be-gent"),
        ("Luik", "be-liege"),
        ("liege", "be-liege"),
        ("Danzig", "pl-gdansk"),
        ("id/city/jp-kanazawa", "jp-kanazawa"),
        ("https://w3id.org/city-ties/id/city/jp-kanazawa", "jp-kanazawa"),
    ],
)
def test_a_city_is_read_by_its_key_its_name_in_any_language_or_its_iri(
    revision: Revision, value: str, key: str
) -> None:
    assert read(revision, value) == key


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("Nottinghm", "Nottingham (gb-nottingham)"),
        ("gb-nottinghm", "Nottingham (gb-nottingham)"),
        ("https://w3id.org/city-ties/id/city/be-ghent", "Ghent (be-gent)"),
        ("Tallin", "Tallinn (ee-tallinn)"),
    ],
)
def test_another_value_is_told_with_the_city_that_was_probably_meant(
    revision: Revision, value: str, meant: str
) -> None:
    with pytest.raises(QueryError) as caught:
        read(revision, value)
    assert "there is no" in caught.value.message
    assert f"Did you mean {meant}" in str(caught.value.hint)


def test_what_is_like_nothing_gets_no_suggestion(revision: Revision) -> None:
    with pytest.raises(QueryError) as caught:
        read(revision, "Ouagadougou")
    assert caught.value.hint == "Write a key, a name or an IRI."


def test_the_site_s_own_city_has_the_most_ties_unless_the_settings_name_another(revision: Revision) -> None:
    party = NamedNode(revision.project.prefixes["ct"] + "party")
    own = resource_input.own(revision, party)
    assert own
    assert resource_input.key(own) == "be-gent"
    settings = replace(revision.project.settings, about="Tallinn")
    other = resource_input.own(replace(revision, project=replace(revision.project, settings=settings)), party)
    assert other
    assert resource_input.key(other) == "ee-tallinn"
