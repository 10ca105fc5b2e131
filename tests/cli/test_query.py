from __future__ import annotations

import csv
import io
from pathlib import Path

from ..commands import call, run


def test_a_named_query_answers_with_its_defaults_and_with_values(root: Path) -> None:
    default = run("query", "partners-on-a-day", "--format", "csv", folder=root)
    bound = run("query", "partners-on-a-day", "--format", "csv", "--param", "day=1960-01-01", folder=root)
    names = {solution["name"] for solution in csv.DictReader(io.StringIO(bound.stdout))}
    assert len(default.stdout.splitlines()) == 12
    assert "Saint-Raphaël" in names
    assert "Kanazawa" not in names


def test_a_table_for_people_has_their_titles_and_a_city_goes_by_its_name(root: Path) -> None:
    answer = run("query", "sister-cities", "--param", "city=Tallinn", folder=root)
    assert answer.stdout.split("\n")[0].split("  ")[0] == "Partner"
    assert "Ghent" in answer.stdout
    refused = run("query", "sister-cities", "--param", "city=Talin", folder=root)
    assert refused.returncode == 2
    assert "Did you mean Tallinn (ee-tallinn)?" in refused.stderr


def test_a_query_comes_from_standard_input_or_a_file(root: Path, tmp_path: Path) -> None:
    asked = "SELECT (COUNT(*) AS ?n) { ?p a <https://w3id.org/city-ties/ns#Partnership> }"
    (tmp_path / "q.rq").write_text(asked)
    piped = run("query", "-", "--format", "csv", folder=root, stdin=asked)
    filed = run("query", str(tmp_path / "q.rq"), "--format", "csv", folder=root)
    assert piped.stdout == filed.stdout == "n\n12\n"


def test_a_query_that_names_an_unknown_term_is_answered_with_a_hint(root: Path) -> None:
    answered = run("query", "-", folder=root, stdin="ASK {\n ?s <ns#partys> ?o }")
    assert (answered.returncode, answered.stdout) == (0, '{"head":{},"boolean":false}')
    assert "standard input:2:5: <ns#partys> is not a term of the ontology" in answered.stderr
    assert "did you mean <https://w3id.org/city-ties/ns#party>?" in answered.stderr


def test_a_construct_answers_with_turtle(root: Path) -> None:
    asked = "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c } LIMIT 3"
    assert run("query", "-", folder=root, stdin=asked).stdout.strip().endswith(".")
    refused = run("query", "-", "--format", "csv", folder=root, stdin=asked)
    assert refused.returncode == 2
    assert "turtle" in refused.stderr


def test_an_answer_is_whole_or_an_error(tmp_path: Path) -> None:
    (tmp_path / "d.nt").write_text("<urn:a> <urn:p> <urn:b> .\n<urn:c> <urn:p> <<( <urn:a> <urn:p> <urn:b> )>> .\n")
    query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
    done = call("query", query, "d.nt", "--format", "jsonld", folder=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert "RDF 1.2" in done.err
    assert call("query", query, "d.nt", "--format", "nt", folder=tmp_path).out.count("\n") == 2
