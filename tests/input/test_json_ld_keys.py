"""What a JSON-LD document says in keys that a processor drops is known, and nothing else."""

from __future__ import annotations

import json

import pytest

from kg.input import json_ld_keys
from kg.input.json_ld_keys import LostKeys, lost_keys

CONTEXT = {
    "ex": "http://example.org/",
    "name": "ex:name",
    "id": "@id",
    "data": "@graph",
    "part": {"@id": "ex:part", "@context": {"inner": "ex:inner"}},
    "label": {"@id": "ex:label", "@container": "@language"},
    "by": {"@id": "ex:by", "@container": ["@index", "@set"]},
    "raw": {"@id": "ex:raw", "@type": "@json"},
    "hidden": None,
}


def undefined(members: object, context: object = CONTEXT) -> list[str]:
    return list(lost_keys(json.dumps({"@context": context, "@graph": members})).undefined)


@pytest.mark.parametrize(
    "members",
    [
        {"id": "ex:a", "name": "A", "@type": "ex:B", "ex:other": {"name": 1}, "http://example.org/p": 1},
        [{"part": {"inner": 1}}, {"inner": 2}],
        {"label": {"en": "a", "nl-BE": "b"}, "raw": {"any": {"thing": 1}}, "hidden": {"any": 1}},
        {"by": {"first": {"name": 1}, "second": [{"name": 2}]}, "name": {"@value": "x", "@language": "en"}},
        {"data": [{"name": 1}], "@reverse": {"part": {"name": 1}}, "name": {"@list": [{"name": 1}]}},
    ],
)
def test_what_a_context_defines_is_no_lost_key(members: object) -> None:
    assert undefined(members) == []


@pytest.mark.parametrize(
    ("members", "keys"),
    [
        ({"nam": "A", "name": "B"}, ["nam"]),
        ({"part": {"title": 1}, "ex:p": {"size": 1}}, ["title", "size"]),
        ({"by": {"first": {"colour": 1}}}, ["colour"]),
        ({"data": [{"@reverse": {"of": {"name": 1}}}]}, ["of"]),
        ([{"size": 1}, {"size": {"more": 2}}], ["size"]),
    ],
)
def test_what_no_context_defines_is_one(members: object, keys: list[str]) -> None:
    assert undefined(members) == keys
    assert undefined(members, {"@vocab": "http://example.org/"}) == []


def test_without_a_context_no_plain_key_makes_a_statement() -> None:
    assert lost_keys('{"@id": "urn:a", "urn:p": 1, "name": "A"}') == LostKeys(("name",))


def test_a_key_that_stands_twice_is_told() -> None:
    assert lost_keys('{"@id": "urn:a", "urn:p": {"@type": "urn:A", "@type": "urn:B"}}') == LostKeys((), ("@type",))


def test_what_is_no_json_or_too_large_is_left_to_the_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    assert lost_keys("[") == LostKeys()
    monkeypatch.setattr(json_ld_keys, "LARGEST", 5)
    assert lost_keys('{"name": "A"}') == LostKeys()
