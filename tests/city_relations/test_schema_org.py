from __future__ import annotations

import json
from typing import Any

from kg.city_relations.vocabulary import VOCABULARY
from kg.publish.documents import schema_org
from kg.publish.documents.page_model import open_page
from kg.resources.language_view import Reader


def told(reader: Reader, name: str) -> dict[str, Any]:
    page = open_page(reader, reader.known.revision.project.base + name)
    return json.loads(schema_org.document(page, "http://localhost/doc/x.html", VOCABULARY.schema_org))


def test_a_city_has_its_names_its_place_and_its_identities(reader: Reader) -> None:
    city = told(reader, "id/city/be-gent")["mainEntity"]
    assert city["name"] == "Ghent"
    assert {"@value": "Gand", "@language": "fr"} in city["alternateName"]
    assert city["geo"] == {"@type": "GeoCoordinates", "latitude": 51.05, "longitude": 3.71667}
    assert "http://www.wikidata.org/entity/Q1296" in city["sameAs"]


def test_an_identity_that_is_only_possible_is_not_told(reader: Reader) -> None:
    city = told(reader, "id/city/cn-taizhou")["mainEntity"]
    assert "sameAs" not in city
    assert "geo" not in city
