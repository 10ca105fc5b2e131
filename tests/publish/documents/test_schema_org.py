from __future__ import annotations

import json
from typing import Any

import pytest

from kg.city_relations.vocabulary import VOCABULARY
from kg.publish.documents import schema_org
from kg.publish.documents.page_model import open_page
from kg.resources.language_view import Reader

ADDRESS = "http://localhost/doc/x.html"
KINDS = {
    "id/city/be-gent": "City",
    "id/partnership/be-gent--jp-kanazawa": "Thing",
    "id/network/eurocities": "Organization",
    "id/source/gent-reorientation": "CreativeWork",
    "id/decision/gent-reorientation": "Thing",
    "id/dataset/ghent": "Dataset",
    "id/catalog": "DataCatalog",
    "id/service/sparql": "WebAPI",
    "id/concept/status": "DefinedTermSet",
    "id/concept/status/in-force": "DefinedTerm",
    "ns": "DefinedTermSet",
    "shape/Partnership-party": "Thing",
}


def told(reader: Reader, name: str) -> dict[str, Any]:
    page = open_page(reader, reader.known.revision.project.base + name)
    return json.loads(schema_org.document(page, ADDRESS, VOCABULARY.schema_org))


@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_a_page_says_what_it_is_about(reader: Reader, name: str, kind: str) -> None:
    page = told(reader, name)
    base = reader.known.revision.project.base
    assert (page["@context"], page["@type"], page["url"]) == ("https://schema.org", "WebPage", ADDRESS)
    assert page["isPartOf"]["@id"] == f"{base}id/dataset/ghent"
    assert page["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert (page["mainEntity"]["@type"], page["mainEntity"]["@id"]) == (kind, base + name)
    assert page["mainEntity"]["name"]


def test_a_data_set_has_its_licence_its_days_and_its_files(reader: Reader) -> None:
    found = told(reader, "id/dataset/ghent")["mainEntity"]
    base = reader.known.revision.project.base
    assert found["dateModified"] == "2026-11-30"
    assert {
        "@type": "DataDownload", "contentUrl": f"{base}dumps/ghent.ttl", "encodingFormat": "text/turtle"
    } in found["distribution"]  # fmt: skip


def test_no_text_ends_the_script_that_it_stands_in() -> None:
    assert schema_org.embedded({"name": "</script><!-- & \u2028"}).count("<") == 0
    assert json.loads(schema_org.embedded({"name": "</script>&"}))["name"] == "</script>&"
