from __future__ import annotations

import json
import random
import time

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

from kg.project import Project
from kg.publish.serialisations import serialisation
from kg.rdf import blank_node_labels
from kg.rdf.formats import JSON_LD, N_QUADS, N_TRIPLES, RDF_FORMATS, RDF_XML, TURTLE, Format

TEXT = """
PREFIX ex: <https://example.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
<urn:g> { ex:a ex:p 1.50, "x"@nl, "5"^^xsd:nonNegativeInteger . ex:b ex:q [ ex:r [ ex:s ex:a ] ] . }
<urn:h> { ex:a ex:p 1.50 . }
"""


def quads() -> list[Quad]:
    return list(parse(TEXT, format=RdfFormat.TRIG))


@pytest.mark.parametrize("form", RDF_FORMATS, ids=lambda form: form.name)
def test_the_same_statements_are_the_same_bytes_in_any_order(project: Project, form: Format) -> None:
    shuffled = quads()
    random.Random(1).shuffle(shuffled)
    assert serialisation.text(quads(), form, project) == serialisation.text(shuffled, form, project)


@pytest.mark.parametrize("form", [form for form in RDF_FORMATS if form is not JSON_LD], ids=lambda form: form.name)
def test_literals_are_read_back_as_they_were_written(project: Project, form: Format) -> None:
    body = serialisation.text(quads(), form, project)
    literals = {
        str(quad.object) for quad in parse(body, format=form.codec, base_iri=project.base) if "^^" in str(quad.object)
    }
    assert any('"1.50"' in each for each in literals)
    assert any("nonNegativeInteger" in each for each in literals)


def test_without_graphs_a_statement_of_two_graphs_stands_once(project: Project) -> None:
    assert len(serialisation.in_default_graph(quads())) == len(quads()) - 1
    assert serialisation.text(quads(), TURTLE, project).count(b"1.50") == 1


@pytest.mark.parametrize("form", RDF_FORMATS, ids=lambda form: form.name)
def test_blank_nodes_that_are_nested_five_hundred_deep_are_written_at_once(project: Project, form: Format) -> None:
    nested = list(parse(f"<urn:x> <urn:p> {'[ <urn:q> ' * 500}1{' ]' * 500} .", format=RdfFormat.TURTLE))
    start = time.process_time()
    body = serialisation.text(nested, form, project)
    assert time.process_time() - start < 2
    assert len(list(parse(body, format=form.codec, base_iri=project.base))) == 501


AWKWARD = r"""
<urn:g> { <urn:a> <urn:p> "tab\t, quote \" and \\, return\r, line\n, bell\u0007, \u00e9 \U0001F600",
    "1"^^<urn:d>, "x"@nl--ltr ;
    <urn:q> <<( <urn:b> <urn:p> "y" )>>, <http://x.example/\u00e9%20> .
  [ <urn:q> [] ] <urn:p> <urn:a> . }
<urn:a> <urn:p> true .
"""


@pytest.mark.parametrize("form", [N_QUADS, N_TRIPLES], ids=lambda form: form.name)
@pytest.mark.parametrize("text", [TEXT, AWKWARD], ids=["usual", "awkward"])
def test_lines_are_those_that_the_engine_writes(project: Project, form: Format, text: str) -> None:
    statements = list(parse(text, format=RdfFormat.TRIG))
    content = statements if form.named_graphs else serialisation.in_default_graph(statements)
    labelled = blank_node_labels.labelled(content)
    written = serialize(labelled if form.named_graphs else [quad.triple for quad in labelled], format=form.codec)
    assert written
    body = serialisation.text(statements, form, project)
    assert sorted(body.splitlines()) == sorted(set(written.splitlines()))


def test_json_is_laid_out_as_the_standard_library_does(project: Project) -> None:
    body = serialisation.text(quads(), JSON_LD, project).decode()
    assert body == json.dumps(json.loads(body), ensure_ascii=False, indent=1) + "\n"


def test_a_prefix_that_only_a_graph_has_is_not_declared_where_graphs_have_no_names(project: Project) -> None:
    own, value = NamedNode(f"{project.base}ns#g"), NamedNode("urn:c")
    predicate = NamedNode("urn:b#p")
    assert b"xmlns:ct=" not in serialisation.text([Quad(value, predicate, value, own)], RDF_XML, project)
    assert b"xmlns:ct=" in serialisation.text([Quad(own, predicate, value)], RDF_XML, project)
