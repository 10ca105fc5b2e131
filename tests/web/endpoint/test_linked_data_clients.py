"""rdf-dereference and jsonld.js, in JavaScript, read the same of documents and dumps as N-Triples have."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from ...presence import present

DOCUMENT = "/doc/city/jp-kanazawa"
DUMP = "/dumps/ghent"


@pytest.fixture(scope="module")
def answers(root: Path, address: str) -> dict[str, Any]:
    """What the clients read, by the paths that they are given; one process answers all."""
    folder = root / "tests" / "clients"
    packages = [folder / "node_modules" / name for name in ("jsonld", "rdf-dereference")]
    if not shutil.which("node") or not all(package.is_dir() for package in packages):
        reason = "no jsonld.js and rdf-dereference to test with (npm ci --prefix tests/clients)"
        if os.environ.get("CITY_TIES_REQUIRE_COMUNICA"):
            pytest.fail(reason)
        pytest.skip(reason)
    paths = {
        "dereferenced": ["/id/city/jp-kanazawa", *(DOCUMENT + suffix for suffix in ("", ".ttl", ".jsonld", ".rdf"))],
        "expanded": [DOCUMENT, f"{DOCUMENT}.jsonld", f"{DUMP}.jsonld"],
        "triples": [f"{DOCUMENT}.nt", f"{DUMP}.nt"],
    }
    question: dict[str, Any] = {kind: [address + path for path in listed] for kind, listed in paths.items()}
    question["compacted"] = {"document": address + DOCUMENT, "context": f"{address}/context"}
    done = subprocess.run(
        ["node", str(folder / "linked-data.mjs")],
        input=json.dumps(question),
        capture_output=True,
        text=True,
        check=True,
        timeout=180,
    )
    return {
        kind: {name.removeprefix(address): answer for name, answer in read.items()}
        for kind, read in json.loads(done.stdout).items()
    }


def test_rdf_dereference_reads_a_document_in_each_format_by_accept_and_by_its_identifier(
    answers: dict[str, Any],
) -> None:
    expected = answers["triples"][f"{DOCUMENT}.nt"]
    assert "金沢市" in expected
    assert [path for path, read in present(answers["dereferenced"].items()) if read != expected] == []


def test_jsonld_js_reads_documents_by_accept_and_dumps(answers: dict[str, Any]) -> None:
    triples = answers["triples"]
    assert len(triples[f"{DUMP}.nt"].splitlines()) > 1_000
    assert answers["expanded"] == {
        DOCUMENT: triples[f"{DOCUMENT}.nt"],
        f"{DOCUMENT}.jsonld": triples[f"{DOCUMENT}.nt"],
        f"{DUMP}.jsonld": triples[f"{DUMP}.nt"],
    }


def test_jsonld_js_compacts_with_the_published_context(answers: dict[str, Any]) -> None:
    compacted = answers["compacted"]
    city = next(node for node in compacted["@graph"] if node["id"].endswith("/id/city/jp-kanazawa"))
    assert city["type"] == "City"
    assert {"@language": "ja", "@value": "金沢市"} in city["skos:prefLabel"]
