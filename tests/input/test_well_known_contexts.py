"""Contexts that come with the package: documents that refer to them are read whole, without copies and the network."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.input.well_known_contexts import WELL_KNOWN

from ..commands import call
from ..presence import present

SHAPES = """
PREFIX ex: <http://example.org/ns#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX cred: <https://www.w3.org/2018/credentials#>
PREFIX did: <https://www.w3.org/ns/did#>
ex:Credential sh:targetClass cred:VerifiableCredential ;
    sh:property [ sh:path cred:credentialSubject ; sh:minCount 1 ;
        sh:property [ sh:path ex:degree ; sh:in ( "A" ) ] ] .
ex:Service sh:targetSubjectsOf did:service ;
    sh:property [ sh:path ( did:service did:serviceEndpoint ) ; sh:hasValue <https://example.org/other> ] .
"""
SUBJECT = {"id": "did:example:2", "ex:degree": "B"}
DOCUMENTS = {
    "https://www.w3.org/2018/credentials/v1": {"type": ["VerifiableCredential"], "credentialSubject": SUBJECT},
    "https://www.w3.org/ns/credentials/v2": {"type": ["VerifiableCredential"], "credentialSubject": SUBJECT},
    "https://www.w3.org/ns/did/v1": {
        "service": [{"id": "did:example:1#s", "serviceEndpoint": "https://example.org/"}],
    },
}


def validated(folder: Path, iri: str, document: dict[str, object]) -> tuple[int, str, str]:
    context = [iri, {"ex": "http://example.org/ns#"}]
    text = json.dumps({"@context": context, "id": "did:example:1", **document})
    (folder / "d.jsonld").write_text(text, encoding="utf-8")
    (folder / "s.ttl").write_text(SHAPES, encoding="utf-8")
    done = call("validate", "d.jsonld", "--shapes", "s.ttl", "--format", "csv", folder=folder)
    return done.code, done.out, done.err


@pytest.mark.parametrize("iri", WELL_KNOWN)
def test_a_document_with_a_well_known_context_is_judged(tmp_path: Path, iri: str) -> None:
    code, out, err = validated(tmp_path, iri, DOCUMENTS[iri])
    assert (code, err) == (1, "")
    assert [line.split(",")[0] for line in out.splitlines()].count("violation") == 1, out


def test_another_context_is_named_with_what_to_do(tmp_path: Path) -> None:
    code, out, err = validated(tmp_path, "https://www.w3.org/ns/activitystreams", {"type": "Note"})
    assert (code, out) == (2, "")
    assert "the JSON-LD context <https://www.w3.org/ns/activitystreams> is not at hand" in err
    assert "--context https://www.w3.org/ns/activitystreams=FILE" in err


def test_a_context_that_is_named_comes_before_the_well_known_one(tmp_path: Path) -> None:
    validated(tmp_path, "https://www.w3.org/ns/did/v1", {"type": "Mine"})
    (tmp_path / "mine.jsonld").write_text(
        '{"@context": {"id": "@id", "type": "@type", "Mine": "http://example.org/M"}}'
    )
    command = ("query", "q.rq", "d.jsonld", "--context", "https://www.w3.org/ns/did/v1=mine.jsonld")
    (tmp_path / "q.rq").write_text("SELECT ?type { GRAPH ?g { ?node a ?type } }")
    assert "http://example.org/M" in call(*command, folder=tmp_path).out


def test_the_source_and_the_licence_of_each_stand_beside_it() -> None:
    for iri, file in present(WELL_KNOWN.items()):
        readme = (file.parent / "README.md").read_text(encoding="utf-8")
        assert f"| {file.name} | {iri} |" in readme
        assert "W3C Software and Document License" in readme
        assert list(json.loads(file.read_text(encoding="utf-8"))) == ["@context"]
