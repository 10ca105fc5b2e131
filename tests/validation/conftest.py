"""A project that went wrong: Ghent's real graph with the slips that people make, and statements in other formats."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg import dataset as datasets
from kg import project as projects
from kg.dataset import Dataset
from kg.project import Project
from kg.validation import ValidationReport, validate
from kg.validation.located import LocatedReport, located

SLIPS = (
    # a misspelt property: the right one is missing now
    (
        "    ct:partnershipType <id/concept/partnership-type/sister-city> ;\n    ct:party <id/city/be-gent> ;\n"
        "    ct:party <id/city/jp-kanazawa> ;",
        "    ct:partnershipTyp <id/concept/partnership-type/sister-city> ;\n    ct:party <id/city/be-gent> ;\n"
        "    ct:party <id/city/jp-kanazawa> ;",
    ),
    # a misspelt concept
    (
        "    ct:partnershipType <id/concept/partnership-type/sister-city> ;\n    ct:party <id/city/be-gent> ;\n"
        "    ct:party <id/city/fr-saint-raphael> ;",
        "    ct:partnershipType <id/concept/partnership-type/sister-citi> ;\n    ct:party <id/city/be-gent> ;\n"
        "    ct:party <id/city/fr-saint-raphael> ;",
    ),
    # latitude before longitude
    ('"POINT(3.71667 51.05)"', '"POINT(51.05 3.71667)"'),
    # a text without its language, among texts of other scripts on one line
    ('    skos:prefLabel "Ghent"@en ;', '    skos:prefLabel "ゲント市"@ja , "Ghent" ;'),
    # keys that are not sorted
    ("be-gent--jp-kanazawa", "jp-kanazawa--be-gent"),
)

CITY = """\
<https://w3id.org/city-ties/id/city/fr-lille> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> \
<https://w3id.org/city-ties/ns#City> .
<https://w3id.org/city-ties/id/city/fr-lille> <http://www.w3.org/2004/02/skos/core#prefLabel> "Rijsel"@nl .
"""

NETWORK = """\
PREFIX ct: <https://w3id.org/city-ties/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX geo: <http://www.opengis.net/ont/geosparql#>
<urn:graph:trial> {
    <id/city/fr-amiens> a ct:City ;
        skos:note \"\"\"A note
over two lines\"\"\" ;
        geo:hasCentroid [ a geo:Geometry ; geo:asWKT "POINT(2.3 49.9)" ] .
}
"""


@pytest.fixture(scope="session")
def broken(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("broken")
    for name in ("ontology", "shapes"):
        shutil.copytree(root / name, folder / name)
    shutil.copy(root / "kg.toml", folder)
    text = (root / "data" / "ghent.ttl").read_text(encoding="utf-8")
    for right, wrong in SLIPS:
        assert right in text, right
        text = text.replace(right, wrong)
    (folder / "data").mkdir()
    (folder / "data" / "ghent.ttl").write_text(text, encoding="utf-8")
    (folder / "data" / "lille.nt").write_text(CITY, encoding="utf-8")
    (folder / "data" / "amiens.trig").write_text(NETWORK, encoding="utf-8")
    return projects.load(folder)


@pytest.fixture(scope="session")
def broken_data(broken: Project) -> Dataset:
    return datasets.load(broken)


@pytest.fixture(scope="session")
def broken_shapes(broken: Project) -> Dataset:
    return datasets.load(broken, datasets.SHAPES_FOLDERS)


@pytest.fixture(scope="session")
def broken_report(broken_data: Dataset, broken_shapes: Dataset) -> ValidationReport:
    digests = {"dataset_digest": broken_data.digest, "shapes_digest": broken_shapes.digest}
    return validate(broken_data.quads, broken_shapes.quads, **digests)


@pytest.fixture(scope="session")
def broken_located(
    broken: Project, broken_data: Dataset, broken_shapes: Dataset, broken_report: ValidationReport
) -> LocatedReport:
    return located(broken_report, broken, broken_data, broken_shapes)
