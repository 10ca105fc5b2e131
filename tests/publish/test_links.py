from __future__ import annotations

from kg.publish import links
from kg.rdf.formats import JSON_LD, TURTLE
from kg.revision import Revision

CITY = "id/city/be-gent"


def test_a_page_leads_to_the_thing_to_its_data_and_to_its_licence(revision: Revision) -> None:
    iri = revision.project.base + CITY
    found = links.of_document(revision, iri, None)
    by_relation = {link.relation: link.target for link in found}
    assert by_relation["describes"] == by_relation["cite-as"] == iri
    assert "/doc/city/be-gent.ttl" in [link.target for link in found if link.relation == "describedby"]
    assert by_relation["license"].startswith("https://creativecommons.org/")
    assert by_relation["collection"] == "/id/dataset/ghent"


def test_data_does_not_name_itself_as_its_alternate(revision: Revision) -> None:
    found = links.of_document(revision, revision.project.base + CITY, TURTLE)
    alternates = [link.target for link in found if link.relation == "alternate"]
    assert "/doc/city/be-gent.html" in alternates
    assert "/doc/city/be-gent.ttl" not in alternates


def test_json_ld_names_its_context(revision: Revision) -> None:
    found = links.of_document(revision, revision.project.base + CITY, JSON_LD)
    (context,) = [link for link in found if link.relation == "http://www.w3.org/ns/json-ld#context"]
    assert context.target.startswith("/context/")


def test_the_catalogue_s_data_set_lists_its_files(revision: Revision) -> None:
    found = links.of_thing(revision, f"{revision.project.base}id/dataset/ghent")
    assert {link.target for link in found if link.relation == "item"} >= {"/dumps/ghent.ttl"}
