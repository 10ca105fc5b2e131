"""An empty answer is explained by what no statement of the data has, and by nothing that a solution does not need."""

from __future__ import annotations

from datetime import date

import pytest
from pyoxigraph import NamedNode

from kg import revision as revisions
from kg.project import Project
from kg.query_engine import empty_answer, guard
from kg.query_engine.empty_answer import Missing
from kg.revision import Revision
from kg.settings.query import Limits

NAMESPACE = "https://w3id.org/city-ties/ns#"
GENT = "https://w3id.org/city-ties/id/city/be-gent"
PREFIXES = f"PREFIX ct: <{NAMESPACE}>\nPREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
CITY, PARTY = NamedNode(NAMESPACE + "City"), NamedNode(NAMESPACE + "party")
START = NamedNode(NAMESPACE + "earliestStart")
COLLECTION = NamedNode("http://www.w3.org/2004/02/skos/core#Collection")


@pytest.fixture(scope="module")
def revision(project: Project) -> Revision:
    return revisions.current(project, date(2026, 11, 24))


def reasons(text: str, revision: Revision) -> tuple[Missing, ...]:
    return empty_answer.reasons(guard.check(PREFIXES + text, Limits()), revision)


@pytest.mark.parametrize(("text", "missing"), [
    ("SELECT * { ?c a ct:City ; ct:earliestStart ?day }", Missing(kind=CITY, property=START)),
    ("SELECT * { GRAPH ?g { ?c a ct:City } ?c ct:earliestStart ?day }", Missing(kind=CITY, property=START)),
    ("SELECT * { { SELECT * { ?c a skos:Collection } } }", Missing(kind=COLLECTION)),
    ("ASK { ?c a skos:Collection ; skos:prefLabel ?name }", Missing(kind=COLLECTION)),
    (f"ASK {{ <{GENT}> ct:party ?city }}", Missing(subject=NamedNode(GENT), property=PARTY)),
    ("ASK { ?tie ct:party <urn:x> }", Missing(property=PARTY, value=NamedNode("urn:x"))),
    (f"ASK {{ <{GENT}> ct:party <urn:x> }}", Missing(None, NamedNode(GENT), PARTY, NamedNode("urn:x"))),
    ("ASK { ?c <urn:p> <urn:x> }", Missing(property=NamedNode("urn:p"))),
])  # fmt: skip
def test_what_no_statement_has_is_the_reason(text: str, missing: Missing, revision: Revision) -> None:
    assert reasons(text, revision) == (missing,)


@pytest.mark.parametrize("text", [
    "SELECT * { ?c a ct:City OPTIONAL { ?c ct:earliestStart ?day } }",
    "SELECT * { { ?c ct:earliestStart ?day } UNION { ?c <urn:p> ?day } }",
    "SELECT * { ?c a ct:City MINUS { ?c <urn:p> ?day } FILTER NOT EXISTS { ?c <urn:q> ?x } }",
    "SELECT * { ?c a ct:City . ?other ct:earliestStart ?day }",
    "SELECT * FROM <urn:g> { ?c <urn:p> ?day }",
    "SELECT * { ?c <id/p>|<urn:p> ?day . ?c <p> ?o }",
    "CONSTRUCT { ?c <urn:p> ?o } WHERE { ?c <urn:p> ?o }",
])  # fmt: skip
def test_what_a_solution_does_not_need_is_no_reason(text: str, revision: Revision) -> None:
    assert reasons(text, revision) == ()


def test_only_a_few_reasons_are_given(revision: Revision) -> None:
    patterns = " . ".join(f"?s <urn:p{number}> ?o" for number in range(50))
    assert len(reasons(f"ASK {{ {patterns} }}", revision)) == empty_answer.MOST_REASONS
