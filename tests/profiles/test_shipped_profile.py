"""A project that uses a profile has its ontology, shapes and questions, and files of its own beside them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kg import project as projects
from kg import revision as revisions
from kg.city_relations import overview, partnership_list
from kg.city_relations.status_on_day import IN_FORCE
from kg.errors import UsageError
from kg.named_queries import named_query
from kg.profiles import shipped_profile

from ..commands import call, commit, edit
from ..fixtures.using_profile import BASE


def test_the_profile_has_the_files_of_the_project_but_what_is_ghent_s_alone(root: Path) -> None:
    profile = shipped_profile.installed("city-ties")
    files = {
        path.relative_to(root).as_posix()
        for folder in ("ontology", "queries", "shapes")
        for path in (root / folder).rglob("*.*")
    }
    more = {f"ontology/{path.name}" for path in (root / "countries").iterdir()}
    assert more == {"ontology/more-countries.ttl", "ontology/more-eu-members.ttl"}
    assert set(profile.files) == files - {"shapes/ghent.ttl"} | more
    assert {name for name, path in profile.files.items() if path != root / name} == more


def test_another_city_has_its_own_resources_and_the_concepts_of_the_ontology(other_city: Path) -> None:
    project = projects.load(other_city)
    revision = revisions.current(project)
    assert revision.is_checked
    city = overview.centre(revision)
    assert city is not None
    assert city.value.startswith(BASE)
    listed = partnership_list.on_a_day(revision, "en", {"status": IN_FORCE}, 1).listed
    assert listed.made.text.count("BASE <https://w3id.org/city-ties/>") == 1
    concept = NamedNode("https://w3id.org/city-ties/id/concept/status/in-force")
    assert any(revision.about(concept))
    assert project.graph_name(shipped_profile.installed("city-ties").files["ontology/status.ttl"]).value.startswith(
        BASE
    )
    assert any(quad.predicate.value.endswith("possibleCurrentStatus") for quad in revision.computed)


def test_its_questions_speak_of_its_own_city(other_city: Path) -> None:
    revision = revisions.current(projects.load(other_city))
    offered = named_query.offered(revision)
    assert len(offered) > 10
    for question in offered:
        assert "be-gent" not in question.text, question.name
        assert "Hoogdam" in str(question.title("en")) or "{city}" not in question.query.summary["en"]


def test_a_file_of_its_own_comes_beside_and_one_of_the_same_name_is_refused(other_city: Path) -> None:
    (other_city / "queries").mkdir()
    (other_city / "queries" / "sister-cities.rq").write_text("#+ summary: Mine\nSELECT * {}\n", "utf-8")
    project = projects.load(other_city)
    (own,) = [path for path in project.queries() if path.stem == "sister-cities"]
    assert own.parent == other_city / "queries"
    (other_city / "ontology").mkdir()
    (other_city / "ontology" / "status.ttl").write_text("<urn:a> a <urn:b> .\n", "utf-8")
    refused = call("validate", folder=other_city)
    assert refused.code == 2
    assert "ontology/status.ttl has the name of a file of the profile city-ties" in refused.err


def test_an_unknown_profile_is_refused_with_those_that_there_are(other_city: Path) -> None:
    edit(other_city / "kg.toml", '"city-ties"', '"town-ties"')
    with pytest.raises(UsageError, match=r"there is no profile town-ties\.\n  There are: city-ties"):
        projects.load(other_city).files("data")


def test_what_changed_is_judged_alone_beside_a_profile(other_city: Path) -> None:
    commit(other_city)
    edit(other_city / "data" / "hoogdam.ttl", '"Hoogdam"@en', '" Hoogdam"@en')
    judged = call("validate", "--since", "HEAD", folder=other_city)
    assert judged.code == 1
    assert "data/hoogdam.ttl:" in judged.out
