"""The catalogue keeps the European application profile, DCAT-AP 3.0.1, by that profile's own shapes."""

from __future__ import annotations

from pathlib import Path

import pyshacl
from rdflib import DCAT, RDF, SH, Graph, Namespace

from kg.project import Project


def read(*paths: Path) -> Graph:
    graph = Graph()
    for path in paths:
        graph.parse(path, format="turtle")
    return graph


def test_the_catalogue_breaks_no_shape_of_dcat_ap_but_those_about_things_that_others_describe(
    root: Path, shared: Path
) -> None:
    data = read(root / "data" / "catalog.ttl", root / "ontology" / "country.ttl")
    shapes = read(shared / "suites" / "dcat-ap-3.0.1" / "dcat-ap-SHACL.ttl")
    for node, shape in list(shapes.subject_objects(SH.property)):
        if (shape, SH.path, None) not in shapes:  # two of its property shapes have no path, and pySHACL stops at them
            shapes.remove((node, SH.property, shape))
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    assert isinstance(report, Graph)
    broken = [
        result
        for result in report.objects(None, SH.result)
        # Languages, licences, file types and media types are IRIs of authority tables: their classes stand there.
        if report.value(result, SH.sourceConstraintComponent) != SH.ClassConstraintComponent
    ]
    assert not broken


def test_there_is_a_distribution_for_every_format_of_the_dumps(root: Path, project: Project) -> None:
    catalog = read(root / "data" / "catalog.ttl")
    base = Namespace(project.base)
    (dataset,) = catalog.objects(base["id/catalog"], DCAT.dataset)
    addresses = {catalog.value(each, DCAT.downloadURL) for each in catalog.objects(dataset, DCAT.distribution)}
    assert addresses == {base[f"dumps/ghent.{extension}"] for extension in ("ttl", "nt", "rdf", "jsonld", "trig")}
    assert set(catalog.subjects(RDF.type, DCAT.Distribution)) == set(catalog.objects(dataset, DCAT.distribution))
