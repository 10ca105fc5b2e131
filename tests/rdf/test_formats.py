from __future__ import annotations

import pytest

from kg.rdf import formats
from kg.rdf.formats import CSV, JSON, JSON_LD, RDF_FORMATS, RESULTS_FORMATS, TURTLE


@pytest.mark.parametrize("name", ["turtle", "ttl", ".ttl", " TTL ", "text/turtle", "application/x-turtle"])
def test_a_format_is_found_by_its_name_its_extension_and_its_media_types(name: str) -> None:
    assert formats.named(name, RDF_FORMATS) is TURTLE


def test_an_alias_names_the_format_among_those_that_are_offered() -> None:
    assert formats.named("application/json", RDF_FORMATS) is JSON_LD
    assert formats.named("application/json", RESULTS_FORMATS) is JSON
    assert formats.named("csv", RDF_FORMATS) is None
    assert formats.named("csv", RESULTS_FORMATS) is CSV


@pytest.mark.parametrize("name", ["a.ttl.gz", "a.TTL.GZ", "a.Ttl.zSt", "a.b.ttl"])
def test_an_input_file_has_its_format_below_its_compression_in_any_case(name: str) -> None:
    assert formats.of_input(name) is TURTLE
    assert formats.without_suffix(name) == name[: name.lower().index(".ttl")]


def test_a_file_has_the_format_of_its_last_extension() -> None:
    assert formats.of_file("ghent.ttl") is formats.of_file("a.b.TTL") is TURTLE
    assert formats.of_file("ttl") is formats.of_file("a.ttl.txt") is formats.of_file("") is None


def test_names_extensions_and_iris_are_unique_and_media_types_within_each_kind() -> None:
    for kind in (RDF_FORMATS, RESULTS_FORMATS):
        types = [media_type for each in kind for media_type in each.media_types]
        assert len(types) == len(set(types))
    for field in ("name", "extension", "iri"):
        values = [getattr(each, field) for each in (*RDF_FORMATS, *RESULTS_FORMATS)]
        assert len(values) == len(set(values))


def test_an_extension_is_that_of_the_codec() -> None:
    assert all(each.codec.file_extension == each.extension for each in (*RDF_FORMATS, *RESULTS_FORMATS))
