"""The lists as an OpenAPI document describes them: what each is asked by, and what it answers in JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kg.city_relations import facets, partnership_list, partnerships, place_words
from kg.city_relations.tables import tie_tables
from kg.publish import faceted_list
from kg.publish.faceted_list import Menu
from kg.publish.open_api import LANGUAGE, PAGE, Operation, Parameter
from kg.publish.query_forms.query_parameters import TIME
from kg.resources.language_view import Reader
from kg.translations.catalogue import catalogue
from kg.web.city_relations import lists
from kg.web.html import table_response

_PAGE = replace(PAGE, may_be_empty=True)
_VALUE = {"type": ["string", "integer", "null"]}
SCHEMA = {
    "type": "object",
    "required": ["list", "day", "revision", "license", "query", "rows"],
    "properties": {
        "list": {"type": "string"},
        "day": {"type": "string", "format": "date"},
        "revision": {"type": "string"},
        "license": {"type": "array", "items": {"type": "string"}},
        "query": {"type": "string", "description": "The query in SPARQL whose answer this is."},
        "rows": {"type": "array", "items": {"type": "object", "additionalProperties": _VALUE}},
    },
}
"""The JSON Schema of a list in JSON."""
_OTHER = (*table_response.PARAMETERS, _PAGE, LANGUAGE)


def operations(reader: Reader) -> list[Operation]:
    """The lists as an OpenAPI document describes them, with the values of their facets."""
    words = catalogue(reader.language).gettext
    revision = reader.known.revision
    on_a_day = partnership_list.on_a_day(revision, reader.names, {}, 1)
    menus = {"partnerships": on_a_day.listed.menus}
    for name, listing in lists.LISTS.items():
        menus[name] = faceted_list.listed(revision, listing, reader.names, {}, 1).menus
    parties = [partnerships.local(party) for party in partnerships.parties(revision, reader.names)]
    own = (
        Parameter("on", words("Day"), TIME, may_be_empty=True),
        Parameter("city", words("Place"), {"type": "string", "enum": sorted(parties)}, may_be_empty=True),
    )
    given = {"partnerships": own} | {name: own[:1] if listing.is_timed else () for name, listing in lists.LISTS.items()}
    return [
        Operation(
            f"/{name}",
            place_words.translated(reader, tie_tables.TITLES[name]),
            "lists",
            lists.offers(name),
            (*given[name], *(_facet(menu, words) for menu in menus[name]), *_OTHER),
            json=SCHEMA,
            statuses=(400, 404, 406, 503, 504),
            redirects=True,
        )
        for name in lists.NAMES
    ]


def _facet(menu: Menu, words: Callable[[str], str]) -> Parameter:
    values = [choice.value for choice in menu.choices]
    known = [*values, partnership_list.ANY] if menu.facet is facets.STATUS else values
    return Parameter(menu.name, words(menu.facet.label), {"type": "string", "enum": sorted(known)}, may_be_empty=True)
