"""RDF/XML in the encoding that it declares, as old tools write it; what no codec can read is left to the parser."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.input.xml_encoding import in_utf8

from ..commands import call

DOCUMENT = """<?xml version="1.0" encoding="{}"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:ex="http://example.org/ns#"><ex:Vessel rdf:about="http://example.org/a"><ex:name>caf\u00e9</ex:name></ex:Vessel>
</rdf:RDF>"""
SHAPES = """@prefix ex: <http://example.org/ns#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
ex:S a sh:NodeShape ; sh:targetClass ex:Vessel ; sh:property [ sh:path ex:name ; sh:in ( "cafe" ) ] .
"""


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "windows-1252", "UTF-16", "utf-8", "iso-8859-15"])
def test_a_document_is_judged_in_the_encoding_that_it_declares(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "r.rdf").write_bytes(DOCUMENT.format(encoding).encode(encoding))
    (tmp_path / "s.ttl").write_text(SHAPES)
    done = call("validate", "r.rdf", "--shapes", "s.ttl", folder=tmp_path)
    assert "r.rdf:2:89: violation" in done.out, done.err
    assert "caf\u00e9" in done.out


def test_what_stands_behind_the_declaration_keeps_its_column() -> None:
    text = DOCUMENT.format("ISO-8859-1")
    decoded = in_utf8(text.encode("latin-1")).decode()
    assert decoded.index("<rdf:RDF") == text.index("<rdf:RDF")
    assert 'encoding="UTF-8"' in decoded


@pytest.mark.parametrize("encoding", ["x-unknown", "utf-8", "hex"])
def test_what_cannot_be_decoded_is_left_to_the_parser(tmp_path: Path, encoding: str) -> None:
    content = DOCUMENT.format(encoding).encode("latin-1")
    assert in_utf8(content) == content
    (tmp_path / "r.rdf").write_bytes(content)
    done = call("validate", "r.rdf", "--shapes", "r.rdf", folder=tmp_path)
    assert (done.code, "r.rdf:2:" in done.err) == (2, True)
