from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from pyoxigraph import NamedNode, parse
from rdflib.compare import isomorphic

from kg import project as projects
from kg import revision as revisions
from kg.errors import UnknownResource
from kg.publish.serialisations import dump
from kg.rdf.formats import JSON_LD, N_QUADS, TRIG, TURTLE, Format
from kg.revision import Revision

from ...presence import present

FORMATS = [pytest.param(form, id=form.extension) for form in dump.FORMATS]


@pytest.mark.parametrize("form", FORMATS)
def test_ghents_graph_reads_back_isomorphic_to_its_file_in_every_format(
    revision: Revision, root: Path, form: Format, read
) -> None:
    file = rdflib.Graph().parse(root / "data" / "ghent.ttl", publicID=revision.project.base)
    assert isomorphic(read(dump.represent(revision, "ghent", form).body, form), file)


@pytest.mark.parametrize("form", FORMATS)
def test_every_literal_is_written_as_it_was_parsed(revision: Revision, form: Format, triples) -> None:
    graph = NamedNode(f"{revision.project.base}graph/data/ghent")
    assert triples(dump.represent(revision, "ghent", form).body, form) == set(revision.dataset.graph(graph))


def test_the_turtle_dump_of_a_file_in_canonical_form_is_that_file(revision: Revision, root: Path) -> None:
    assert dump.represent(revision, "ghent", TURTLE).body == (root / "data" / "ghent.ttl").read_bytes()


def test_only_a_dump_that_no_rule_of_a_day_changes_says_when_it_did(revision: Revision) -> None:
    times = {offered.name: dump.modified(revision, offered) for offered in dump.dumps(revision)}
    assert times["ghent"] == times["ontology/status"] == revision.modified is not None
    assert times["computed"] is times[dump.complete_name(revision)] is None


def test_the_ontology_has_dumps_of_its_own_files(revision: Revision, root: Path) -> None:
    named = {each.name for each in dump.dumps(revision)}
    assert {f"ontology/{path.stem}" for path in present((root / "ontology").glob("*.ttl"))} <= named


def test_what_is_computed_stands_in_its_own_dump_and_in_no_other(revision: Revision, triples) -> None:
    computed = triples(dump.represent(revision, "computed", TURTLE).body, TURTLE)
    assert computed == {quad.triple for quad in revision.computed}
    assert not computed & triples(dump.represent(revision, "ghent", TURTLE).body, TURTLE)


@pytest.mark.parametrize("form", [TRIG, N_QUADS])
def test_the_complete_dump_has_every_statement_in_its_graph(revision: Revision, form: Format) -> None:
    body = dump.represent(revision, "city-ties", form).body
    written = {quad for quad in set(parse(body, form.codec)) if "_:" not in str(quad)}
    assert written == {quad for quad in revision.quads() if "_:" not in str(quad)}


def test_a_trig_dump_names_the_graph(revision: Revision) -> None:
    graphs = {quad.graph_name for quad in parse(dump.represent(revision, "ghent", TRIG).body, TRIG.codec)}
    assert graphs == {NamedNode(f"{revision.project.base}graph/data/ghent")}


def test_json_ld_is_short_and_says_what_its_prefixes_mean(revision: Revision) -> None:
    body = dump.represent(revision, "ghent", JSON_LD).body.decode()
    assert '"ct:party"' in body
    assert f'"ct": "{revision.project.prefixes["ct"]}"' in body


def test_an_unknown_dump_is_answered_with_similar_names(revision: Revision) -> None:
    with pytest.raises(UnknownResource) as caught:
        dump.represent(revision, "gent", TURTLE)
    assert "ghent.ttl" in caught.value.similar


def test_all_dumps_are_written_as_files(revision: Revision, tmp_path: Path) -> None:
    written, refusals = dump.dump_all(revision, tmp_path)
    assert refusals == []
    assert len(written) == sum(len(each.formats) for each in dump.dumps(revision))
    assert (tmp_path / "ghent.ttl").read_bytes() == dump.represent(revision, "ghent", TURTLE).body
    assert (tmp_path / "ontology" / "status.rdf").is_file()
    assert (tmp_path / "city-ties.nq").is_file()


@pytest.mark.parametrize(
    ("statement", "lacking"),
    [
        ("<s> <p/> 1 .", {"RDF/XML"}),
        ("<s> a <c/1> .", {"RDF/XML"}),
        ('<s> <p> "\\u0007" .', {"RDF/XML"}),
        ("<s> <p> <<( <s> <p> 1 )>> .", {"JSON-LD"}),
        ("<s> <p> <c/1>, _:b . <c/1> a <s> .", set()),
    ],
)
def test_a_dump_is_offered_in_the_formats_that_hold_its_statements(
    tmp_path: Path, statement: str, lacking: set[str]
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "kg.toml").write_text('base = "http://lab.example/"\n', "utf-8")
    (tmp_path / "data" / "odd.ttl").write_text(statement, "utf-8")
    (tmp_path / "data" / "plain.ttl").write_text("<s> <p> 1 .", "utf-8")
    dumps = {one.name: one for one in dump.dumps(revisions.of_files(projects.load(tmp_path)))}
    offered = {name: {form.label for form in one.formats} for name, one in dumps.items()}
    labels = {form.label for form in dump.FORMATS}
    assert offered == {"lab.example": labels - lacking, "odd": labels - lacking, "plain": labels}
