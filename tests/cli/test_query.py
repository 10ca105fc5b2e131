from __future__ import annotations

import csv
import io
from pathlib import Path

from ..commands import call


def test_a_named_query_answers_with_its_defaults_and_with_values(root: Path) -> None:
    default = call("query", "partners-on-a-day", "--format", "csv", folder=root)
    bound = call("query", "partners-on-a-day", "--format", "csv", "--param", "day=1960-01-01", folder=root)
    names = {solution["name"] for solution in csv.DictReader(io.StringIO(bound.out))}
    assert len(default.out.splitlines()) == 12
    assert "Saint-Raphaël" in names
    assert "Kanazawa" not in names


def test_a_table_for_people_has_their_titles_and_a_city_goes_by_its_name(root: Path) -> None:
    answer = call("query", "sister-cities", "--param", "city=Tallinn", folder=root)
    assert answer.out.split("\n")[0].split("  ")[0] == "Partner"
    assert "Ghent" in answer.out
    refused = call("query", "sister-cities", "--param", "city=Talin", folder=root)
    assert refused.code == 2
    assert "Did you mean Tallinn (ee-tallinn)?" in refused.err


def test_a_query_comes_from_standard_input_or_a_file(root: Path, tmp_path: Path) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?p a <https://w3id.org/city-ties/ns#Partnership> }"
    (tmp_path / "q.rq").write_text(query)
    piped = call("query", "-", "--format", "csv", folder=root, stdin=query)
    filed = call("query", str(tmp_path / "q.rq"), "--format", "csv", folder=root)
    assert piped.out == filed.out == "n\r\n12\r\n"


def test_a_query_that_names_an_unknown_term_is_answered_with_a_hint(root: Path) -> None:
    answered = call("query", "-", folder=root, stdin="ASK {\n ?s <ns#partys> ?o }")
    assert (answered.code, answered.out) == (0, '{"head":{},"boolean":false}')
    assert "standard input:2:5: <ns#partys> is not a term of the ontology" in answered.err
    assert "did you mean <https://w3id.org/city-ties/ns#party>?" in answered.err


def test_a_construct_answers_with_turtle(root: Path) -> None:
    query = "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c } LIMIT 3"
    assert call("query", "-", folder=root, stdin=query).out.strip().endswith(".")
    refused = call("query", "-", "--format", "csv", folder=root, stdin=query)
    assert refused.code == 2
    assert "turtle" in refused.err


def test_an_answer_is_whole_or_an_error(tmp_path: Path) -> None:
    (tmp_path / "d.nt").write_text("<urn:a> <urn:p> <urn:b> .\n<urn:c> <urn:p> <<( <urn:a> <urn:p> <urn:b> )>> .\n")
    query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
    done = call("query", query, "d.nt", "--format", "jsonld", folder=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert "RDF 1.2" in done.err
    assert call("query", query, "d.nt", "--format", "nt", folder=tmp_path).out.count("\n") == 2
