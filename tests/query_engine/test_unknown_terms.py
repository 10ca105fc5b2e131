"""A term that the ontology does not have is told of with its place; whatever the revision knows passes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from time import process_time

import pytest

from kg import revision as revisions
from kg.errors import QuerySyntaxError
from kg.named_queries import template
from kg.project import Project
from kg.query_engine import guard, unknown_terms
from kg.revision import Revision
from kg.settings.query import Limits

NAMESPACE = "https://w3id.org/city-ties/ns#"
CT = f"PREFIX ct: <{NAMESPACE}>\n"
LIMITS = Limits()


@pytest.fixture(scope="module")
def revision(project: Project) -> Revision:
    return revisions.current(project, date(2026, 11, 24))


def check(text: str, revision: Revision) -> None:
    unknown_terms.check(guard.check(text, LIMITS), revision)


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        (CT + "SELECT * { ?s ct:partys ?o }", (2, 15), "Did you mean ct:party?"),
        (CT + "SELECT * { ?s ct:partys ?o, 'é' . ?o a ct:City. }", (2, 15), "Did you mean ct:party?"),
        (CT + "SELECT * { ?s ct:claim/ct:STATUS ?o }", (2, 24), "Did you mean ct:status?"),
        (CT + "SELECT * { ?s a ct:Partnerships. }", (2, 17), "Did you mean ct:Partnership?"),
        (f"SELECT * {{ ?s <{NAMESPACE}partys> ?o }}", (1, 15), f"Did you mean <{NAMESPACE}party>?"),
        (f"PREFIX : <{NAMESPACE}>\nASK {{ ?s :twinedWith ?o }}", (2, 10), "Did you mean :twinnedWith?"),
        (
            f"PREFIX p: <{NAMESPACE}par>\nASK {{ ?s p:tys <{NAMESPACE}city> }}",
            (2, 10),
            f"Did you mean <{NAMESPACE}party>?",
        ),
        (CT + "CONSTRUCT { ?s ct:mine ?o } WHERE { ?s ct:partys ?o }", (2, 40), "Did you mean ct:party?"),
        (CT + "CONSTRUCT WHERE { ?s ct:partys ?o }", (2, 22), "Did you mean ct:party?"),
        (CT + "DESCRIBE ct:Citty", (2, 10), "Did you mean ct:City?"),
        (CT + "ASK { ?s ct:xyzzyxyzzy ?o }", (2, 10), None),
        ("ASK { ?s <ns#party> ?o ; <ns#partys> ?o }", (1, 26), f"Did you mean <{NAMESPACE}party>?"),
        ("PREFIX c: <ns#> ASK { ?s c:partys ?o }", (1, 26), "Did you mean c:party?"),
        (
            "BASE <https://w3id.org/> BASE <city-ties/> PREFIX ct: <ns#> ASK { ?s ct:party ?o ; <ns#partys> ?o }",
            (1, 84),
            f"Did you mean <{NAMESPACE}party>?",
        ),
    ],
)
def test_an_unknown_term_is_told_of(text: str, place: tuple[int, int], hint: str | None, revision: Revision) -> None:
    with pytest.raises(QuerySyntaxError, match="is not a term of the ontology") as caught:
        check(text, revision)
    assert (caught.value.line, caught.value.column) == place
    assert caught.value.hint == hint


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
    check(text, revision)


def test_every_question_of_the_project_and_every_term_of_its_ontology_passes(
    project: Project, revision: Revision
) -> None:
    for path in project.queries():
        check(template.load(path, project.base).text, revision)
    solutions = revision.solutions(
        f"SELECT DISTINCT ?term {{ {{ ?term ?p ?o }} UNION {{ ?s ?term ?o }} UNION {{ ?s a ?term }} "
        f"FILTER(STRSTARTS(STR(?term), '{NAMESPACE}') && STR(?term) != '{NAMESPACE}') }}"
    )
    terms = [str(solution["term"]) for solution in solutions]
    assert len(terms) > 50
    for term in terms:
        check(f"ASK {{ ?s ?p {term} }}", revision)


def test_nothing_is_said_without_an_ontology_of_ones_own(revision: Revision) -> None:
    project = revision.project
    for prefixes in ({"ct": "https://example.org/ns#"}, {}):
        other = replace(project, settings=replace(project.settings, prefixes=prefixes))
        check("PREFIX ct: <https://example.org/ns#> ASK { ?s ct:partys ?o }", replace(revision, project=other))
        check(CT + "ASK { ?s ct:partys ?o }", replace(revision, project=other))


def test_many_prefixes_of_the_namespace_take_no_longer(revision: Revision) -> None:
    declared = "".join(f"PREFIX p{number}: <{NAMESPACE}>\n" for number in range(1_500))
    begun = process_time()
    check(declared + "ASK {" + "?s p7:party ?o. " * 900 + "}", revision)
    with pytest.raises(QuerySyntaxError):
        check(declared + "ASK { ?s p7:partys ?o }", revision)
    assert process_time() - begun < 1
