"""Where a rule stops: what is just allowed, and what else is refused beside the smallest example of the shape.

Each case takes the example of a shape and writes it differently.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from rdflib.term import Node

from kg.project import Project

EXAMPLES = Path(__file__).resolve().parents[1] / "nonconforming"
Judge = Callable[[Graph], list[Node]]

PREFIXES = {"dcat": "http://www.w3.org/ns/dcat#", "xsd": "http://www.w3.org/2001/XMLSchema#"}
FIRST = "<id/partnership/be-gent--jp-kanazawa#in-force>"
SECOND = "<id/partnership/be-gent--jp-kanazawa--2#in-force>"
SISTER = " ;\n    ct:partnershipType <id/concept/partnership-type/sister-city>"
FRIEND = " ;\n    ct:partnershipType <id/concept/partnership-type/friendship>"
CRIMSON = '    skos:prefLabel "cramoisi"'
QUOTE = '"Only the partnership with the Japanese city of Kanazawa will be maintained"'
EVIDENCE = "ct:evidence <id/source/gent-reorientation#s3> ;"
OTHER_SOURCE = f"""{EVIDENCE}
    ct:disputedBy <id/source/eur-lex-enlargement#withdrawal> ;"""
MELLE = '"Melle"@en ;\n    skos:scopeNote "Melle bij Gent"@nl ;'

# The example's name, what is written differently, and how; then the example conforms.
ALLOWED = [
    ("Claim-dispute", EVIDENCE, OTHER_SOURCE),
    ("Claim-earliestStart", '"1986"^^xsd:gYear', '"1986-01-01"^^xsd:date'),
    ("Claim-start-bounds", "1987-01-01", "1986-12-31"),
    ("Claim-open-before-end", "2018-12-31", "2021-11-10"),
    ("Claim-not-after-modified", "ct:latestStart", "ct:latestEnd"),
    ("Claim-not-after-modified", "2201-12-31", "2026-11-24"),
    ("StatusPeriod-since-1900", "0001-01-01", "1900-01-01"),
    ("StatusPeriod-since-1900", 'ct:locator "S3"', 'ct:quote "since the year one"@en'),
    ("Partnership-ended-after-in-force", "2018-12-31", "2019-01-01"),
    ("Partnership-one-status-at-a-time", "2010-12-31", "2018-12-31"),
    ("Partnership-unique", f"{SECOND}{SISTER}", f"{SECOND}{FRIEND}"),
    ("Partnership-key", "jp-kanazawa--be-gent", "be-gent--jp-kanazawa--2"),
    ("Partnership-parties-apart", "51.051", "51.06"),
    ("Agreement-before-end", "2020-05-01", "2018-12-31"),
    ("Termination-meets-end", "2016-12-31", "2018-12-31"),
    ("Termination-certainty", "certainty/inferred", "certainty/stated"),
    ("DecisionOutcome-terminate-stated", "verdict/terminate", "verdict/not-maintained"),
    ("DecisionOutcome-terminate-stated", "certainty/inferred", "certainty/stated"),
    ("Membership-within-network-life", "1970-12-31", "1986-01-01"),
    ("City-local-label", '"Kanazawa"@de', '"Kanazawa"@de ;\n    skos:prefLabel "金沢市"@ja'),
    ("City-homonym", '"Ghent"@en', '"Ghent"@en ;\n    skos:scopeNote "De stad"@nl'),
    ("City-key", "country/FRA", "country/BEL"),
    ("City-one-identity", "https://sws.geonames.org/2797656/", "http://www.wikidata.org/entity/Q1296"),
    ("City-sameAs", "https://www.wikidata.org/wiki/Q1296", "http://www.wikidata.org/entity/Q1296"),
    ("City-sameAs", "https://www.wikidata.org/wiki/Q1296", "http://data.lblod.info/id/bestuurseenheden/3532"),
    ("City-seeAlso", "http://sws.geonames.org/2797656/", "https://sws.geonames.org/2797656/"),
    ("City-seeAlso", "http://sws.geonames.org/2797656/", "https://example.org/gent"),
    ("City-unique-identity", "<id/city/be-gand>\n    a ct:City ;", "<id/place/gand>\n    dct:type <id/place> ;"),
    ("City-centroid-in-country", "POINT(51.05 3.71667)", "POINT(3.71667 51.05)"),
    ("Geometry-asWKT", "POINT(3.71667,51.05)", "POINT(3.71667 51.05)"),
    ("Geometry-asWKT", "POINT(3.71667,51.05)", "POINT(4 51)"),
    ("Passage-quote", f"{QUOTE} ;", f"{QUOTE}@en ;"),
    ("Passage-quote", f"{QUOTE} ;", f'"{" ".join(["word"] * 20)}"@en ;'),
    ("Passage-quote-of-text", "a ct:Source ;", "a ct:Source ;\n    dct:type <http://purl.org/dc/dcmitype/Dataset> ;"),
    ("Passage-locator", '"S3"@en', '"S3"'),
    ("ConceptScheme-unique-notation", f'"red" ;\n{CRIMSON}', f'"crimson" ;\n{CRIMSON}'),
    ("Country-east", "ct:east 7 ;", "ct:east 7.0 ;"),
]
# As above, but the example still breaks its shape.
REFUSED = [
    ("Claim-dispute", EVIDENCE, f"{EVIDENCE}\n    ct:disputedBy <id/source/gent-reorientation#s3> ;"),
    ("Claim-latestEnd", "gYear", "dateTime"),
    ("Partnership-one-status-at-a-time", "ct:earliestEnd", "ct:openAsOf"),
    ("Partnership-one-status-at-a-time", "status/ended", "status/unknown"),
    (
        "Partnership-partnershipType",
        "status/in-force> ;\n    ct:party",
        "partnership-type/sister-town> ;\n    ct:party",
    ),
    ("Termination-meets-end", "ct:earliestStart", "ct:earliestEnd"),
    ("Termination-certainty", "certainty/inferred", "certainty/ambiguous"),
    ("City-sameAs", "https://www.wikidata.org/wiki/Q1296", "https://www.wikidata.org/entity/Q1296"),
    ("City-sameAs", "https://www.wikidata.org/wiki/Q1296", "http://sws.geonames.org/2797656/"),
    ("City-sameAs", "https://www.wikidata.org/wiki/Q1296", "https://sws.geonames.org/2797656"),
    ("City-seeAlso", "http://sws.geonames.org/2797656/", "https://sws.geonames.org/2797656"),
    ("City-prefLabel", '"Ghent "@en', '"Ghent"@en ;\n    skos:prefLabel "Gent"@en'),
    ("City-prefLabel", '"Ghent "@en', '"Ghent"@en ;\n    skos:prefLabel ""@it'),
    ("Geometry-asWKT", "POINT(3.71667,51.05)", "POINT(0 0)"),
    ("Geometry-asWKT", "POINT(3.71667,51.05)", "POINT(3.71667 91)"),
    ("Geometry-asWKT", "POINT(3.71667,51.05)", "POINT(181 51.05)"),
    ("Geometry-asWKT", "POINT(3.71667,51.05)", "Point(3.71667 51.05)"),
    ("Passage-quote", f"{QUOTE} ;", f'"{" ".join(["word"] * 21)}"@en ;'),
    ("Passage-quote", f"{QUOTE} ;", '""@en ;'),
]


def rewritten(name: str, old: str, new: str) -> Graph:
    text = (EXAMPLES / f"{name}.ttl").read_text(encoding="utf-8")
    assert old in text, f"{name}.ttl has no {old}"
    prefixes = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    return Graph().parse(data=prefixes + text.replace(old, new), format="turtle")


@pytest.mark.parametrize(("name", "old", "new"), ALLOWED)
def test_an_example_conforms_once_it_is_repaired(name: str, old: str, new: str, judge: Judge) -> None:
    assert judge(rewritten(name, old, new)) == []


@pytest.mark.parametrize(("name", "old", "new"), REFUSED)
def test_another_breach_of_the_same_rule_breaks_the_same_shape(
    name: str, old: str, new: str, judge: Judge, project: Project
) -> None:
    assert URIRef(f"{project.base}shape/{name}") in judge(rewritten(name, old, new))


def test_a_later_relation_of_the_same_cities_is_another_partnership(judge: Judge) -> None:
    graph = rewritten("Partnership-unique", "PREFIX ct:", "PREFIX ct:")
    periods = f"""
        BASE <https://w3id.org/city-ties/>
        PREFIX ct: <https://w3id.org/city-ties/ns#>
        PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
        {FIRST} ct:latestEnd "2018-12-31"^^xsd:date .
        {SECOND} ct:earliestStart "2022-01-01"^^xsd:date .
    """
    assert judge(graph.parse(data=periods, format="turtle")) == []
