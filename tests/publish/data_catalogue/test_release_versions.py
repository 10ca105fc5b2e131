"""The catalogue has the releases as versions of its data sets, and keeps the European application profile with them."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from flask.testing import FlaskClient
from rdflib.namespace import DCAT, DCTERMS, RDF, SH

from kg import project as projects
from kg import revision as revisions
from kg.publish.data_catalogue import release_versions
from kg.shacl import validate

from ...fixtures.releases import FIRST, Released, record

BASE = "https://w3id.org/city-ties/"
DCAT3 = rdflib.Namespace(str(DCAT))
"""The namespace, with terms that rdflib does not know yet."""
DATASET = rdflib.URIRef(f"{BASE}id/dataset/ghent")


@pytest.fixture(scope="module")
def catalogue(released: Released) -> rdflib.Graph:
    answer = released.app.test_client().get("/data.ttl")
    return rdflib.Graph().parse(data=answer.data, format="turtle")


def test_each_release_but_those_that_were_withdrawn_is_a_version(catalogue: rdflib.Graph, released: Released) -> None:
    versions = {
        str(catalogue.value(node, DCAT3["version"])): node for node in catalogue.objects(DATASET, DCAT3["hasVersion"])
    }
    assert versions.keys() == {released.first.name, released.second.name}
    first, second = versions[released.first.name], versions[released.second.name]
    assert catalogue.value(second, DCAT3["previousVersion"]) == first
    assert catalogue.value(first, DCAT3["previousVersion"]) is None
    assert catalogue.value(DATASET, DCAT3["hasCurrentVersion"]) == second
    assert set(catalogue.objects(first, DCAT3["isVersionOf"])) == {DATASET}
    assert set(catalogue.objects(first, RDF.type)) == {DCAT.Dataset}
    assert str(catalogue.value(first, DCTERMS.issued)) == "2026-03-03T12:00:00+00:00"
    titles = {str(title) for title in catalogue.objects(first, DCTERMS.title)}
    assert "Ghent's sister cities, partner cities and networks (2026-03-03)" in titles
    assert set(catalogue.objects(first, DCAT.keyword)) == set(catalogue.objects(DATASET, DCAT.keyword))


def test_the_file_of_a_version_is_that_of_its_release(
    catalogue: rdflib.Graph, released: Released, past: FlaskClient
) -> None:
    (version,) = catalogue.subjects(DCAT3["version"], rdflib.Literal(released.second.name))
    (file,) = catalogue.objects(version, DCAT.distribution)
    address = catalogue.value(file, DCAT.downloadURL)
    assert address == catalogue.value(file, DCAT.accessURL)
    answer = past.get("/" + str(address).removeprefix(BASE))
    assert (answer.status_code, answer.mimetype) == (200, "text/turtle")
    assert '"Kanazawa-shi"@nl' in answer.text
    assert catalogue.value(file, DCAT.mediaType) == rdflib.URIRef(
        "https://www.iana.org/assignments/media-types/text/turtle"
    )
    page = catalogue.value(version, DCAT.landingPage)
    assert past.get("/" + str(page).removeprefix(BASE)).status_code == 200


def test_data_sets_and_files_whose_addresses_end_alike_have_versions_of_their_own(copy: Path) -> None:
    catalog = copy / "data" / "catalog.ttl"
    others = ("https://other.example/ghent", f"{BASE}ghent", f"{BASE}id/dataset/x/ghent", f"{BASE}id/dataset#ghent")
    address = f"<{BASE}dumps/ghent.ttl>"
    blocks = "".join(
        f'<id/catalog> dcat:dataset <{other}> . <{other}> a dcat:Dataset ; dct:title "{number}" ; dcat:distribution '
        f"<{other}/a/ttl> , <{other}/ttl> . <{other}/a/ttl> dcat:downloadURL {address} . "
        f"<{other}/ttl> dcat:downloadURL {address} .\n"
        for number, other in enumerate(others)
    )
    catalog.write_text(catalog.read_text("utf-8") + blocks, "utf-8")
    release = record(copy, FIRST)
    assert release
    revision = revisions.of_files(projects.load(copy), FIRST.date())
    graph = rdflib.Graph()
    for quad in release_versions.describe(revision, [release], "https://site.example/"):
        graph.parse(data=f"{quad.triple} .", format="nt")
    versions = [graph.value(rdflib.URIRef(other), DCAT3["hasVersion"]) for other in (*others, str(DATASET))]
    files = [file for version in versions for file in graph.objects(version, DCAT.distribution)]
    assert versions[-1] == rdflib.URIRef(f"https://site.example/releases/{release.name}/#ghent")
    assert len({*versions, *files}) == len(versions) + len(files) == 5 + 9
    assert [str(graph.value(version, DCTERMS.title)) for version in versions[:4]] == [
        f"{number} ({release.day})" for number in range(4)
    ]


def test_the_versions_keep_dcat_ap(catalogue: rdflib.Graph, shared: Path) -> None:
    shapes = rdflib.Graph().parse(shared / "suites" / "dcat-ap-3.0.1" / "dcat-ap-SHACL.ttl")
    for node, shape in list(shapes.subject_objects(SH.property)):
        if (shape, SH.path, None) not in shapes:  # two property shapes are named there and not described
            shapes.remove((node, SH.property, shape))
    outcome = validate(catalogue, shacl_graph=shapes)
    broken = [
        (outcome.graph.value(result, SH.focusNode), outcome.graph.value(result, SH.resultPath))
        for result in outcome.graph.objects(None, SH.result)
        # The classes of the members of authority tables stand in these tables.
        if outcome.graph.value(result, SH.sourceConstraintComponent) != SH.ClassConstraintComponent
    ]
    assert not broken
