"""A term that the ontology does not have is told of with its place; whatever the revision knows passes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from time import process_time

import pytest

from kg import revision as revisions
from kg.named_queries import template
from kg.project import Project
from kg.query_engine import guard, unknown_terms
from kg.query_engine.unknown_terms import UnknownTerm
from kg.revision import Revision
from kg.settings.query import Limits

NAMESPACE = "https://w3id.org/city-ties/ns#"
CT = f"PREFIX ct: <{NAMESPACE}>\n"
LIMITS = Limits()


@pytest.fixture(scope="module")
def revision(project: Project) -> Revision:
    return revisions.current(project, date(2026, 11, 24))


def unknown(text: str, revision: Revision) -> tuple[UnknownTerm, ...]:
    return unknown_terms.of(guard.check(text, LIMITS), revision)


@pytest.mark.parametrize(
    ("text", "place", "meant"),
    [
        (CT + "SELECT * { ?s ct:partys ?o }", (2, 15), "ct:party"),
        (CT + "SELECT * { ?s ct:partys ?o, 'é' . ?o a ct:City. }", (2, 15), "ct:party"),
        (CT + "SELECT * { ?s ct:claim/ct:STATUS ?o }", (2, 24), "ct:status"),
        (CT + "SELECT * { ?s a ct:Partnerships. }", (2, 17), "ct:Partnership"),
        (f"SELECT * {{ ?s <{NAMESPACE}partys> ?o }}", (1, 15), f"<{NAMESPACE}party>"),
        (f"PREFIX : <{NAMESPACE}>\nASK {{ ?s :twinedWith ?o }}", (2, 10), ":twinnedWith"),
        (
            f"PREFIX p: <{NAMESPACE}par>\nASK {{ ?s p:tys <{NAMESPACE}city> }}",
            (2, 10),
            f"<{NAMESPACE}party>",
        ),
        (CT + "CONSTRUCT { ?s ct:mine ?o } WHERE { ?s ct:partys ?o }", (2, 40), "ct:party"),
        (CT + "CONSTRUCT WHERE { ?s ct:partys ?o }", (2, 22), "ct:party"),
        (CT + "DESCRIBE ct:Citty", (2, 10), "ct:City"),
        (CT + "ASK { ?s ct:xyzzyxyzzy ?o }", (2, 10), None),
        ("ASK { ?s <ns#party> ?o ; <ns#partys> ?o }", (1, 26), f"<{NAMESPACE}party>"),
        ("PREFIX c: <ns#> ASK { ?s c:partys ?o }", (1, 26), "c:party"),
        (
            "BASE <https://w3id.org/> BASE <city-ties/> PREFIX ct: <ns#> ASK { ?s ct:party ?o ; <ns#partys> ?o }",
            (1, 84),
            f"<{NAMESPACE}party>",
        ),
    ],
)
def test_an_unknown_term_is_told_of(text: str, place: tuple[int, int], meant: str | None, revision: Revision) -> None:
    term, *_ = unknown(text, revision)
    assert (term.line, term.column) == place
    assert term.meant == meant
    assert term.iri.startswith(NAMESPACE)
    assert str(term).startswith(f"{place[0]}:{place[1]}: {term.text} is not a term of the ontology")


def test_every_unknown_term_is_told_once_up_to_a_limit(revision: Revision) -> None:
    several = unknown(CT + "SELECT * { ?s ct:partys ?o ; ct:xyzzy ?x . ?t ct:partys ?o }", revision)
    assert [term.text for term in several] == ["ct:partys", "ct:xyzzy"]
    many = " . ".join(f"?s ct:xyzzy{number} ?o" for number in range(100))
    assert len(unknown(f"{CT} ASK {{ {many} }}", revision)) == 10


@pytest.mark.parametrize(
    "text",
    [
        CT + "SELECT * { ?s ct:party ?o ; ct:twinnedWith|ct:partneredWith ?c . ?g ct:computedOn ?day. ?s a ct:City. }",
        CT + "SELECT * { ?s ct:party ?o FILTER(?o != 'ct:partys') } # ct:partys",
        f"SELECT * {{ ?s ?p '<{NAMESPACE}partys>' }} # <{NAMESPACE}partys>",
        CT + "CONSTRUCT { ?s ct:mine ?o . [] ct:mine '}' } WHERE { ?s ct:party ?o }",
        CT + "SELECT * { ?s ?p ?o FILTER(STRSTARTS(STR(?p), STR(ct:))) }",
        f"SELECT * {{ <{NAMESPACE}> ?p ?o }}",
        f"PREFIX direct: <http://a/> {CT} ASK {{ ?s direct:partys ?o }}",
        "PREFIX ct: <http://a/ns#> ASK { ?s ct:partys ?o }",
    ],
)
def test_what_is_known_passes_and_so_do_texts_comments_and_templates(text: str, revision: Revision) -> None:
    assert not unknown(text, revision)


def test_every_question_of_the_project_and_every_term_of_its_ontology_passes(
    project: Project, revision: Revision
) -> None:
    for path in project.queries():
        assert not unknown(template.load(path, project.base).text, revision)
    solutions = revision.solutions(
        f"SELECT DISTINCT ?term {{ {{ ?term ?p ?o }} UNION {{ ?s ?term ?o }} UNION {{ ?s a ?term }} "
        f"FILTER(STRSTARTS(STR(?term), '{NAMESPACE}') && STR(?term) != '{NAMESPACE}') }}"
    )
    terms = [str(solution["term"]) for solution in solutions]
    assert len(terms) > 50
    for term in terms:
        assert not unknown(f"ASK {{ ?s ?p {term} }}", revision)


def test_nothing_is_said_without_an_ontology_of_ones_own(revision: Revision) -> None:
    project = revision.project
    for prefixes in ({"ct": "https://example.org/ns#"}, {}):
        other = replace(project, settings=replace(project.settings, prefixes=prefixes))
        assert not unknown(
            "PREFIX ct: <https://example.org/ns#> ASK { ?s ct:partys ?o }", replace(revision, project=other)
        )
        assert not unknown(CT + "ASK { ?s ct:partys ?o }", replace(revision, project=other))


def test_many_prefixes_of_the_namespace_take_no_longer(revision: Revision) -> None:
    declared = "".join(f"PREFIX p{number}: <{NAMESPACE}>\n" for number in range(1_500))
    begun = process_time()
    assert not unknown(declared + "ASK {" + "?s p7:party ?o. " * 900 + "}", revision)
    assert unknown(declared + "ASK { ?s p7:partys ?o }", revision)
    assert process_time() - begun < 1
