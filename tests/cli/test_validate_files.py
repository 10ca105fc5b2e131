"""``kg validate DATA --shapes SHAPES``: any files, without a project; what is named is judged or refused."""

from __future__ import annotations

import gzip
import json
import os
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import BlankNode, RdfFormat, Triple, parse, serialize

from kg.validation.formats import FORMS

from ..commands import Done, call, run

HEAD = """\
@prefix ex: <http://example.org/ns#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
SHAPES = HEAD + "ex:S a sh:NodeShape ; sh:targetClass ex:Vessel ; sh:property [ sh:path ex:name ; sh:minCount 1 ] .\n"
WRONG = HEAD + "ex:wrong a ex:Vessel .\n"
RIGHT = HEAD + 'ex:right a ex:Vessel ; ex:name "V" .\n'
PROJECT = 'base = "http://example.org/"\n'


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that is no project, with data that conforms and data that does not."""
    return write(tmp_path, {"s.ttl": SHAPES, "wrong.ttl": WRONG, "right.ttl": RIGHT})


def validated(folder: Path, *arguments: str, stdin: bytes = b"") -> Done:
    done = call("validate", *arguments, folder=folder, stdin=stdin)
    assert "Traceback" not in done.err
    return done


def document(folder: Path, *arguments: str) -> dict[str, Any]:
    done = validated(folder, *arguments, "--format", "json")
    assert done.out, done.err
    found: dict[str, Any] = json.loads(done.out)
    return found


# -- arguments


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["wrong.ttl", "--shapes", "s.ttl"], 1),
        (["--shapes", "s.ttl", "wrong.ttl"], 1),
        (["right.ttl", "--shapes", "s.ttl"], 0),
        (["right.ttl", "wrong.ttl", "--shapes", "s.ttl"], 1),
        (["*.ttl", "--shapes", "s.ttl"], 1),
        ([".", "--shapes", "s.ttl"], 1),
    ],
)
def test_files_folders_and_patterns_are_judged_by_the_shapes_that_are_named(
    folder: Path, arguments: list[str], code: int
) -> None:
    done = validated(folder, *arguments)
    assert done.code == code, done.err
    assert ("wrong.ttl:3:1: violation" in done.out) == bool(code)


def test_shapes_takes_several_values_as_a_shell_makes_them_of_a_pattern(folder: Path) -> None:
    other = HEAD + "ex:T a sh:NodeShape ; sh:targetClass ex:Vessel ; sh:nodeKind sh:BlankNode .\n"
    write(folder, {"t.ttl": other})
    assert document(folder, "right.ttl", "--shapes", "s.ttl", "t.ttl", "--fail-on", "info")["counts"]["violation"] == 1
    assert document(folder, "right.ttl", "--shapes", "s.ttl", "--shapes", "t.ttl")["counts"]["violation"] == 1


def test_standard_input_is_judged_in_the_format_that_is_said(folder: Path) -> None:
    done = validated(folder, "-", "--shapes", "s.ttl", "--format-of", "turtle", stdin=WRONG.encode())
    assert done.code == 1
    assert "standard-input:3:1: violation" in done.out
    assert validated(folder, "-", "--shapes", "s.ttl", stdin=WRONG.encode()).code == 2
    done = validated(folder, "-", "--shapes", "-", "--format-of", "turtle", stdin=WRONG.encode())
    assert (done.code, "can be read once" in done.err) == (2, True)


def test_a_file_whose_name_tells_no_format_is_read_in_the_one_that_is_said(folder: Path) -> None:
    (folder / "wrong.ttl").rename(folder / "wrong.data")
    assert validated(folder, "wrong.data", "--shapes", "s.ttl").code == 2
    assert validated(folder, "wrong.data", "--shapes", "s.ttl", "--format-of", "ttl").code == 1
    assert "no such format" in validated(folder, "wrong.data", "--shapes", "s.ttl", "--format-of", "word").err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["gone.ttl", "--shapes", "s.ttl"], "There is no file or folder gone.ttl"),
        (["ftp://example.org/x.ttl", "--shapes", "s.ttl"], "only http and https can be downloaded"),
        (["right.ttl", "--shapes", "gone.ttl"], "There is no file or folder gone.ttl"),
        (["right.ttl", "--shapes", "s.ttl", "--ontology", "gone/**"], "gone/** matches no RDF file"),
        (["notes.txt", "--shapes", "s.ttl"], "does not tell in which RDF format"),
        (["empty", "--shapes", "s.ttl"], "The folder empty holds no RDF file"),
        (["broken.ttl", "--shapes", "s.ttl"], "broken.ttl:1:7: "),
        (["nothing.ttl", "--shapes", "s.ttl"], "There is no data"),
        (["right.ttl", "--shapes", "right.ttl"], "there is no shape"),
        (["--shapes", "s.ttl"], "There is no data: no file was named"),
        (["right.ttl"], "There are no shapes"),
        (["right.ttl", "--shapes", "s.ttl", "--data-graph", "http://example.org/none"], "The data has no graph"),
        (["http://127.0.0.1:9/x.ttl", "--shapes", "s.ttl"], "Add --fetch"),
        (["http://127.0.0.1:9/x.ttl", "--shapes", "s.ttl", "--fetch"], "cannot be downloaded"),
        (["right.ttl", "--shapes", "s.ttl", "--context", "http://example.org/c=gone"], "expected IRI=FILE"),
        (["right.ttl", "--shapes", "s.ttl", "--since", "HEAD"], "--since compares the files of a project"),
        ([], "There is no data"),
    ],
)
def test_what_is_named_and_cannot_be_judged_is_refused(folder: Path, arguments: list[str], says: str) -> None:
    write(folder, {"notes.txt": "notes", "broken.ttl": "@base . x", "nothing.ttl": "# nothing\n"})
    (folder / "empty").mkdir()
    done = validated(folder, *arguments)
    assert (done.code, done.out) == (2, "")
    assert says in done.err


# -- shapes, background, graphs


def test_shapes_in_the_data_judge_it_where_no_others_are_named(folder: Path) -> None:
    write(folder, {"both.ttl": SHAPES + WRONG})
    assert "both.ttl:6:1: violation" in validated(folder, "both.ttl").out
    assert validated(folder, "wrong.ttl", "s.ttl").code == 1


def test_shapes_in_the_data_that_are_not_used_are_named(folder: Path) -> None:
    write(folder, {"both.ttl": SHAPES + RIGHT})
    done = validated(folder, "both.ttl", "--shapes", "s.ttl")
    assert "shapes that stand in the data were not used, because --shapes names others: both.ttl" in done.out


def test_an_ontology_is_used_and_not_judged(folder: Path) -> None:
    ontology = HEAD + "ex:Boat rdfs:subClassOf ex:Vessel . ex:example a ex:Vessel .\n"
    write(folder, {"boat.ttl": HEAD + "ex:b a ex:Boat .\n", "o.ttl": ontology})
    assert validated(folder, "boat.ttl", "--shapes", "s.ttl").code == 2
    found = document(folder, "boat.ttl", "--shapes", "s.ttl", "--ontology", "o.ttl")
    assert [result["focusNode"]["value"] for result in found["results"]] == ["http://example.org/ns#b"]
    assert len(document(folder, "boat.ttl", "o.ttl", "--shapes", "s.ttl")["results"]) == 2


@pytest.mark.parametrize(
    ("target", "judged"),
    [
        ("sh:targetSubjectsOf ex:of", "a"),
        ("sh:targetObjectsOf ex:of", "b"),
        ("sh:targetClass ex:Vessel", "a"),
        ("sh:targetNode ex:c", "c"),
    ],
)
def test_targets_look_in_the_data_and_values_also_in_the_ontology(folder: Path, target: str, judged: str) -> None:
    shapes = f"{HEAD}ex:S {target} ; sh:property [ sh:path ex:name ; sh:maxCount 0 ] .\n"
    ontology = 'ex:c a ex:Vessel ; ex:of ex:d . ex:a ex:name "A" . ex:b ex:name "B" . ex:c ex:name "C" .\n'
    write(folder, {"s.ttl": shapes, "d.ttl": HEAD + "ex:a a ex:Vessel ; ex:of ex:b .\n", "o.ttl": HEAD + ontology})
    found = document(folder, "d.ttl", "--shapes", "s.ttl", "--ontology", "o.ttl")
    assert [result["focusNode"]["value"] for result in found["results"]] == [f"http://example.org/ns#{judged}"]


def test_only_the_named_graphs_that_are_named_are_judged(folder: Path) -> None:
    trig = HEAD + "GRAPH ex:one { ex:a a ex:Vessel } GRAPH ex:two { ex:b a ex:Vessel }\n"
    write(folder, {"g.trig": trig})
    assert document(folder, "g.trig", "--shapes", "s.ttl")["counts"]["violation"] == 2
    one = "http://example.org/ns#one"
    found = document(folder, "g.trig", "--shapes", "s.ttl", "--data-graph", one)
    assert [result["focusNode"]["value"] for result in found["results"]] == ["http://example.org/ns#a"]
    both = ("--data-graph", one, "--data-graph", "http://example.org/ns#two")
    assert document(folder, "g.trig", "--shapes", "s.ttl", *both)["counts"]["violation"] == 2


def test_two_files_that_would_be_one_graph_are_an_error_that_names_both(folder: Path) -> None:
    write(folder, {"wrong.nt": "", "sub/wrong.ttl": WRONG})
    done = validated(folder, "wrong.ttl", "wrong.nt", "--shapes", "s.ttl")
    assert done.code == 2
    assert "wrong.ttl and wrong.nt have one name" in done.err
    assert validated(folder, "wrong.ttl", "sub", "--shapes", "s.ttl").code == 1


# -- formats


QUADS = list(parse(WRONG, format=RdfFormat.TURTLE))
FORMATS = {
    "nt": RdfFormat.N_TRIPLES, "nq": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG, "rdf": RdfFormat.RDF_XML,
    "owl": RdfFormat.RDF_XML, "xml": RdfFormat.RDF_XML, "jsonld": RdfFormat.JSON_LD, "json": RdfFormat.JSON_LD,
}  # fmt: skip


@pytest.mark.parametrize("extension", FORMATS)
@pytest.mark.parametrize("packed", ["", ".gz", ".zip"])
def test_every_format_is_judged_also_when_it_is_compressed(folder: Path, extension: str, packed: str) -> None:
    content = serialize(QUADS, format=FORMATS[extension])
    assert content is not None
    name = f"x.{extension}{packed}"
    if packed == ".zip":
        with zipfile.ZipFile(folder / name, "w") as archive:
            archive.writestr(f"in/x.{extension}", content)
    else:
        write(folder, {name: gzip.compress(content) if packed else content})
    done = validated(folder, name, "--shapes", "s.ttl")
    assert (done.code, "1 violation" in done.out) == (1, True), done.err


def test_a_context_beside_a_json_ld_document_or_named_for_its_iri_is_used(folder: Path) -> None:
    context = '{"@context": {"@vocab": "http://example.org/ns#"}}'
    local = '{"@context": "ctx.jsonld", "@id": "http://example.org/q", "@type": "Vessel"}'
    remote = '{"@context": "https://example.org/ctx", "@id": "http://example.org/q", "@type": "Vessel"}'
    write(folder, {"data/e.jsonld": local, "data/ctx.jsonld": context, "f.jsonld": remote})
    assert document(folder, "data", "--shapes", "s.ttl")["counts"]["violation"] == 1
    done = validated(folder, "f.jsonld", "--shapes", "s.ttl")
    assert done.code == 2
    assert "f.jsonld:1:14: the JSON-LD context <https://example.org/ctx> is not at hand" in done.err
    named = ("--context", "https://example.org/ctx=data/ctx.jsonld")
    assert validated(folder, "f.jsonld", "--shapes", "s.ttl", *named).code == 1
    outside = '{"@context": "/etc/passwd", "@id": "http://example.org/q"}'
    write(folder, {"g.jsonld": outside})
    assert "lies outside" in validated(folder, "g.jsonld", "--shapes", "s.ttl").err


def test_keys_of_json_ld_that_make_no_statement_are_named(folder: Path) -> None:
    context = '{"Vessel": "http://example.org/ns#Vessel", "name": "http://example.org/ns#name"}'
    data = f'{{"@context": {context}, "@id": "urn:q", "@type": "Vessel", "name": "V", "naem": "W", "name": "X"}}'
    write(folder, {"d.jsonld": data})
    done = validated(folder, "d.jsonld", "--shapes", "s.ttl")
    assert "warning: keys in d.jsonld make no statement, because its context does not define them: naem\n" in done.out
    assert "warning: keys in d.jsonld stand twice in one object, of which the last counts: name\n" in done.out
    assert done.code == 0
    assert validated(folder, "d.jsonld", "--shapes", "s.ttl", "--strict").code == 1


@pytest.mark.parametrize(
    ("reference", "says"),
    [
        ("gone.jsonld", "the context gone.jsonld: "),
        ("loop.jsonld", "refers to itself"),
        ("text.txt", "is not JSON"),
        ("s.json", "has no @context"),
    ],
)
def test_a_context_that_cannot_be_used_is_told_at_the_reference(folder: Path, reference: str, says: str) -> None:
    data = f'{{"@id": "urn:a",\n "@context": ["{reference}"]}}'
    write(folder, {"d.jsonld": data, "loop.jsonld": '{"@context": "loop.jsonld"}', "text.txt": "text", "s.json": "{}"})
    done = validated(folder, "d.jsonld", "--shapes", "s.ttl")
    assert done.code == 2
    assert done.err.startswith("kg: d.jsonld:2:15: ")
    assert says in done.err


@pytest.fixture
def address() -> Iterator[str]:
    """A server of one Turtle file and one context."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            context = self.path == "/context"
            self.send_header("Content-Type", "application/ld+json" if context else "text/turtle; charset=utf-8")
            self.end_headers()
            self.wfile.write(b'{"@context": {"@vocab": "http://example.org/ns#"}}' if context else WRONG.encode())

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_addresses_and_contexts_are_downloaded_only_where_that_is_allowed(folder: Path, address: str) -> None:
    done = validated(folder, f"{address}/data", "--shapes", "s.ttl", "--fetch")
    assert (done.code, f"{address}/data:3:1: violation" in done.out) == (1, True), done.err
    write(folder, {"f.jsonld": f'{{"@context": "{address}/context", "@id": "urn:q", "@type": "Vessel"}}'})
    assert validated(folder, "f.jsonld", "--shapes", "s.ttl").code == 2
    assert validated(folder, "f.jsonld", "--shapes", "s.ttl", "--fetch").code == 1


# -- names of files


@pytest.mark.parametrize(
    "name", ["my data.ttl", "a%20b.ttl", "a#b.ttl", "a?b.ttl", "<a>.ttl", "é日本.ttl", "a\nb.ttl", '"a".ttl', "[a].ttl"]
)
@pytest.mark.parametrize("output", ["text", "json", "turtle", "sarif", "junit", "github", "gitlab", "markdown"])
def test_no_name_of_a_file_is_an_error(folder: Path, name: str, output: str) -> None:
    write(folder, {name: WRONG})
    assert validated(folder, name, "--shapes", "s.ttl", "--format", output).code == 1


def test_a_name_that_is_not_utf_8_is_no_error(folder: Path) -> None:
    (folder / os.fsdecode(b"caf\xe9.ttl")).write_text(WRONG)
    assert validated(folder, ".", "--shapes", "s.ttl").code == 1


# -- in a project


@pytest.fixture
def project(tmp_path: Path) -> Path:
    files = {"kg.toml": PROJECT, "shapes/s.ttl": SHAPES, "data/my data.ttl": WRONG, "data/sub/right.ttl": RIGHT}
    return write(tmp_path, {**files, "notes.txt": "notes", "other/wrong.ttl": WRONG})


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 1),
        (["data"], 1),
        (["data/my data.ttl"], 1),
        (["data/sub"], 0),
        (["data/s*"], 0),
        (["shapes"], 1),
        (["notes.txt"], 2),
        (["kg.toml"], 2),
        (["other"], 2),
        (["other/wrong.ttl"], 2),
        (["other/wrong.ttl", "--shapes", "shapes"], 1),
        (["data", "--shapes", "shapes", "--ontology", "other"], 1),
    ],
)
def test_what_is_named_in_a_project_is_in_it_or_refused(project: Path, arguments: list[str], code: int) -> None:
    done = validated(project, *arguments)
    assert done.code == code, done.out + done.err


def test_settings_say_where_files_are(project: Path) -> None:
    files = '[files]\ndata = ["other/**/*.ttl"]\nshapes = ["shapes"]\n'
    write(project, {"kg.toml": "\ufeff" + PROJECT + files})
    assert "other/wrong.ttl:3:1: violation" in validated(project).out
    write(project, {"kg.toml": PROJECT + files.replace("other", "gone")})
    done = validated(project)
    assert (done.code, "gone/**/*.ttl matches no RDF file" in done.err) == (2, True)


def test_a_project_whose_data_is_in_no_known_format_names_it(tmp_path: Path) -> None:
    write(tmp_path, {"kg.toml": PROJECT, "shapes/s.ttl": SHAPES, "data/old.n3": "", "data/d.ttl.txt": WRONG})
    done = validated(tmp_path)
    assert (done.code, "Not read: data/d.ttl.txt, data/old.n3." in done.err) == (2, True)


def test_a_file_of_shapes_named_as_one_shape_is_told(folder: Path) -> None:
    errors = validated(folder, "wrong.ttl", "--shapes", "s.ttl", "--shape", "s.ttl").err
    assert "files of shapes are named by --shapes" in errors


def test_an_empty_argument_is_not_the_whole_folder(folder: Path) -> None:
    assert "An argument is empty" in validated(folder, "", "--shapes", "s.ttl").err


def test_files_of_a_project_that_are_not_read_are_named(project: Path) -> None:
    write(project, {"data/x.hdt": b"", "data/README.md": "", "ontology/old.n3": ""})
    done = validated(project)
    assert "warning: 2 things that may be data are not read: " in done.out
    assert "in no known format: ontology/old.n3, data/x.hdt" in done.out


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with a name are Unix's")
def test_a_pipe_is_read_once_as_a_shell_makes_one_of_a_command(folder: Path) -> None:
    os.mkfifo(folder / "pipe.ttl")
    writer = threading.Thread(target=(folder / "pipe.ttl").write_text, args=(WRONG,))
    writer.start()
    done = validated(folder, "pipe.ttl", "--shapes", "s.ttl")
    writer.join()
    assert "pipe.ttl:3:1: violation" in done.out
    assert "does not tell its format" in validated(folder, os.devnull, "--shapes", "s.ttl").err
    assert "no statement is in it" in validated(folder, os.devnull, "--shapes", "s.ttl", "--format-of", "ttl").err


def test_files_without_shapes_in_a_folder_of_shapes_are_named(folder: Path) -> None:
    write(folder, {"shapes/s.ttl": SHAPES, "shapes/example.ttl": RIGHT, "shapes/empty.ttl": ""})
    done = validated(folder, "wrong.ttl", "--shapes", "shapes")
    assert done.code == 1
    assert "warning: 2 files among the shapes hold none" in done.out
    assert "shapes/empty.ttl, shapes/example.ttl" in done.out
    done = validated(folder, "wrong.ttl", "--shapes", "shapes/s.ttl", "shapes/example.ttl")
    assert (done.code, "the file holds no shape" in done.err, "not by --shapes" in done.err) == (2, True, True)


def test_documents_that_may_name_graphs_and_hold_no_shape_are_not_said_to(folder: Path) -> None:
    write(folder, {"j.jsonld": '{"@id": "http://example.org/q"}', "both.ttl": SHAPES + RIGHT})
    done = validated(folder, "both.ttl", "j.jsonld", "--shapes", "s.ttl")
    assert "because --shapes names others: both.ttl\n" in done.out


# -- imports


IMPORTING = "<http://example.org/main> <http://www.w3.org/2002/07/owl#imports> <{}> .\n"
ONTOLOGY = HEAD + (
    "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
    "<http://example.org/common> a owl:Ontology ; owl:versionIRI <http://example.org/common/1> .\n"
    "ex:nameShape sh:path ex:name ; sh:minCount 1 .\n"
)
REFERRING = HEAD + "ex:S a sh:NodeShape ; sh:targetClass ex:Vessel ; sh:property ex:nameShape .\n"


@pytest.mark.parametrize("iri", ["http://example.org/common/1", "http://example.org/common#"])
def test_an_import_is_an_ontology_at_hand_by_its_iri_or_that_of_its_version(folder: Path, iri: str) -> None:
    write(folder, {"s.ttl": REFERRING + IMPORTING.format(iri), "o.ttl": ONTOLOGY})
    done = validated(folder, "wrong.ttl", "--shapes", "s.ttl", "--ontology", "o.ttl")
    assert (done.code, "import" in done.out) == (1, False), done.err


def test_an_import_that_is_missing_is_named_beside_the_shape_that_is(folder: Path) -> None:
    write(folder, {"s.ttl": REFERRING + IMPORTING.format("http://example.org/common")})
    done = validated(folder, "wrong.ttl", "--shapes", "s.ttl")
    assert done.code == 2
    assert "The shapes import what is not among the files: <http://example.org/common>." in done.err
    assert "--ignore missing leaves out what has this problem, and judges the rest." in done.err


def test_imports_of_the_data_that_are_not_at_hand_are_named(folder: Path) -> None:
    write(folder, {"d.ttl": RIGHT + IMPORTING.format("http://example.org/common"), "o.ttl": ONTOLOGY})
    done = validated(folder, "d.ttl", "--shapes", "s.ttl")
    assert done.code == 0
    assert "a graph that the data imports is not among the files (--ontology names them)" in done.out
    assert validated(folder, "d.ttl", "--shapes", "s.ttl", "--strict").code == 1
    assert "imports" not in validated(folder, "d.ttl", "--shapes", "s.ttl", "--ontology", "o.ttl", "--strict").out


def test_an_import_that_the_settings_lead_to_no_file_is_refused_with_both_names(project: Path) -> None:
    write(project, {"kg.toml": PROJECT + '[imports]\n"http://example.org/c" = "c.ttl"\n'})
    write(project, {"shapes/s.ttl": SHAPES + IMPORTING.format("http://example.org/c")})
    done = validated(project)
    assert done.code == 2
    assert "http://example.org/c leads to" in done.err


# -- other commands on files


def test_a_query_runs_on_files_without_a_project(folder: Path) -> None:
    text = "PREFIX ex: <http://example.org/ns#> SELECT ?s { ?s a ex:Vessel } ORDER BY ?s"
    write(folder, {"q.rq": text})
    expected = "s\r\nhttp://example.org/ns#right\r\nhttp://example.org/ns#wrong\r\n"
    for query in ("q.rq", text):
        assert call("query", query, "right.ttl", "wrong.ttl", "--format", "csv", folder=folder).out == expected
    done = call("query", "q.rq", "-", "--format-of", "ttl", "--format", "csv", folder=folder, stdin=WRONG.encode())
    assert done.out == "s\r\nhttp://example.org/ns#wrong\r\n"
    assert call("query", "q.rq", folder=folder).code == 2
    assert call("query", "q.rq", "gone.ttl", folder=folder).code == 2


def test_files_outside_a_project_are_formatted_with_their_own_prefixes_and_base(folder: Path) -> None:
    text = "BASE <http://x.example/>\nPREFIX skos: <http://y.example/>\n<a> skos:b <c> ."
    write(folder, {"f.ttl": text, "g.ttl": "<a> a <b> ."})
    assert call("format", "f.ttl", folder=folder).code == 0
    expected = "BASE <http://x.example/>\n\nPREFIX skos: <http://y.example/>\n\n<a>\n    skos:b <c> ;\n.\n"
    assert (folder / "f.ttl").read_text() == expected
    assert "needs a BASE line" in call("format", "g.ttl", folder=folder).err
    write(folder, {"x.nt": ""})
    assert "is no Turtle file" in call("format", "x.nt", folder=folder).err
    assert call("format", folder=folder).code == 2


# -- places

XML = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="http://example.org/ns#">
  <ex:Vessel rdf:about="http://example.org/v">
    <ex:name rdf:resource="http://example.org/n"/>
  </ex:Vessel>
</rdf:RDF>"""
JSON = """{"@context": "ctx.jsonld",
 "@graph": [
  {"@id": "http://example.org/v", "@type": "Vessel",
   "name": 5}]}"""
TEXT = HEAD + (
    "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    "ex:S a sh:NodeShape ; sh:targetClass ex:Vessel ; sh:property [ sh:path ex:name ; sh:datatype xsd:string ] .\n"
)


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("v.rdf", XML, "v.rdf:4:28"),
        ("v.owl", XML.replace("\n", "\r\n"), "v.owl:4:28"),
        ("v.jsonld", JSON, "v.jsonld:4:12"),
        ("v.json", "\ufeff" + JSON, "v.json:4:12"),
        ("v.ttl", HEAD + "ex:v a ex:Vessel ;\n ex:name 5 .", "v.ttl:4:10"),
        ("v.nq", "<http://e/v> <http://example.org/ns#name> <http://e/n> <http://e/g> .\n<http://e/v> "
         "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://example.org/ns#Vessel> .", "v.nq:1:43"),
    ],
)  # fmt: skip
def test_a_finding_has_file_line_and_column_in_every_format(
    tmp_path: Path, name: str, content: str, place: str
) -> None:
    context = '{"@context": {"@vocab": "http://example.org/ns#"}}'
    write(tmp_path, {"t.ttl": TEXT, name: content, "ctx.jsonld": context})
    done = validated(tmp_path, name, "--shapes", "t.ttl")
    assert f"{place}: violation" in done.out, done.out + done.err
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr(name, content.replace("ctx.jsonld", "http://example.org/ctx"))
    done = validated(tmp_path, "all.zip", "--shapes", "t.ttl", "--context", "http://example.org/ctx=ctx.jsonld")
    assert f"{place.partition(':')[0]}:{place.partition(':')[2]}: violation" in done.out, done.out + done.err


def test_only_turtle_is_mended_in_place(tmp_path: Path) -> None:
    shapes = TEXT.replace("xsd:string", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString>")
    write(
        tmp_path,
        {
            "t.ttl": shapes.replace("sh:datatype", 'sh:languageIn ( "en" ) ; sh:datatype'),
            "v.rdf": XML.replace('rdf:resource="http://example.org/n"/>', ">Boat</ex:name>"),
        },
    )
    (first, *_) = document(tmp_path, "v.rdf", "--shapes", "t.ttl")["results"]
    assert first["suggestion"] == {"text": 'Say in which language it is: "Boat"@en', "replacement": None}


def test_an_error_in_shapes_stands_at_its_place_in_every_format(tmp_path: Path) -> None:
    query = "SELECT $this\\nWHERE { $this a skos:Concept }"
    shapes = f"""{{"@context": {{"sh": "http://www.w3.org/ns/shacl#"}}, "@id": "http://e/S",
     "sh:targetClass": {{"@id": "http://example.org/ns#Vessel"}},
     "sh:sparql": {{"sh:select": "{query}"}}}}"""
    write(tmp_path, {"s.jsonld": shapes, "right.ttl": RIGHT})
    done = validated(tmp_path, "right.ttl", "--shapes", "s.jsonld")
    column = shapes.splitlines()[2].index("skos") + 1
    assert done.err.startswith(f"kg: s.jsonld:3:{column}: the query of ")
    xml = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:sh="http://www.w3.org/ns/shacl#">
<sh:NodeShape rdf:about="http://e/S"><sh:targetClass rdf:resource="http://example.org/ns#Vessel"/>
<sh:sparql rdf:parseType="Resource"><sh:select>SELECT $this
WHERE { FILTER (1 &lt; 2) $this a skos:Concept }</sh:select></sh:sparql></sh:NodeShape></rdf:RDF>"""
    write(tmp_path, {"s.rdf": xml})
    done = validated(tmp_path, "right.ttl", "--shapes", "s.rdf")
    assert done.err.startswith(f"kg: s.rdf:4:{xml.splitlines()[3].index('skos') + 1}: the query of ")


@pytest.mark.parametrize(
    ("nested", "problem"),
    [
        ("sh:not [ " * 990 + "sh:class ex:X" + " ]" * 990, "nested too deeply in it"),
        ("sh:property [ sh:path " + "[ sh:inversePath " * 990 + "ex:p" + " ]" * 991, "path is nested too deeply"),
    ],
)
def test_shapes_that_are_nested_too_deeply_are_refused_at_their_place(folder: Path, nested: str, problem: str) -> None:
    write(folder, {"deep.ttl": HEAD + f"ex:Deep a sh:NodeShape ; sh:targetClass ex:Vessel ; {nested} .\n"})
    done = validated(folder, "wrong.ttl", "--shapes", "deep.ttl")
    assert done.code == 2
    assert done.err.startswith("kg: deep.ttl:3:")
    assert problem in done.err


# -- RDF 1.2

ANNOTATED = """PREFIX ex: <http://example.org/ns#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
ex:b a ex:Vessel ; ex:name "a"@ar--rtl {| ex:source ex:s |} ; ex:says <<( ex:b ex:p _:o )>> . _:o ex:p 1.50 .
"""
ASKING = """ex:S a sh:NodeShape ; sh:targetClass ex:Vessel ; sh:closed true ; sh:property
    [ sh:path ex:says ; sh:nodeKind sh:Literal ; sh:class ex:Vessel ; sh:in ( 1 ) ; sh:maxLength 2 ; sh:pattern "x" ;
      sh:minInclusive 1 ; sh:uniqueLang true ; sh:languageIn ( "en" ) ; sh:equals ex:name ; sh:hasValue 1 ] ;
    sh:sparql [ sh:message "not {?value}"@ar ; sh:select "SELECT $this ?value { $this ex:says ?value }" ;
      sh:prefixes [ sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/ns#" ] ] ] ."""


@pytest.mark.parametrize("form", list(FORMS))
def test_triple_terms_are_judged_and_told_in_every_form(folder: Path, form: str) -> None:
    write(folder, {"d.ttl": ANNOTATED, "s.ttl": HEAD + ASKING})
    done = validated(folder, "d.ttl", "--shapes", "s.ttl", "--format", form)
    assert (done.code, done.err) == (1, "")


def test_a_query_that_only_pyshacl_can_evaluate_refuses_triple_terms_at_its_shape(folder: Path) -> None:
    query = "SELECT $this ?value { $this ?path ?value FILTER (STR(?value) = '1.50') }"
    shape = f'ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:sparql [ sh:select "{query}" ] .'
    write(folder, {"d.ttl": ANNOTATED, "s.ttl": HEAD + shape})
    done = validated(folder, "d.ttl", "--shapes", "s.ttl")
    assert done.code == 2
    assert done.err.startswith("kg: s.ttl:3:")
    assert "needs pySHACL, and pySHACL knows no" in done.err


def test_a_dump_has_triple_terms_in_the_formats_that_can_hold_them_and_says_which_cannot(tmp_path: Path) -> None:
    shape = HEAD + "ex:S a sh:NodeShape ; sh:targetClass ex:Vessel ; sh:nodeKind sh:IRI ."
    write(tmp_path, {"kg.toml": PROJECT, "data/d.ttl": ANNOTATED, "shapes/s.ttl": shape})
    done = call("dump", "out", folder=tmp_path)
    assert done.code == 0, done.err
    assert "and <http://example.org/ns#b> has one" in done.err
    for name in ("d.ttl", "d.nt", "d.rdf", "d.trig", "example.org.nq"):
        objects = [quad.object for quad in parse(path=tmp_path / "out" / name)]
        assert [term.object for term in objects if isinstance(term, Triple) and isinstance(term.object, BlankNode)], (
            name
        )


def test_the_report_is_the_same_in_however_many_processes_it_is_made(root: Path) -> None:
    command = (
        "validate",
        "data",
        "tests/nonconforming/City-*.ttl",
        "--shapes",
        "shapes",
        "--coverage",
        "--format",
        "json",
    )
    alone, several = (run(*command, "--jobs", jobs, folder=root) for jobs in ("1", "3"))
    assert (alone.returncode, alone.stderr) == (1, "")
    assert json.loads(alone.stdout)["counts"]["violation"] > 5
    assert (several.returncode, several.stdout) == (1, alone.stdout)
