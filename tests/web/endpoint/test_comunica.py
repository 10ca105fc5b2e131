"""Comunica, a SPARQL engine in JavaScript for the web, asks the endpoint, documents and dumps of a server."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

PREFIXES = """
PREFIX ct: <https://w3id.org/city-ties/ns#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
PARTNERS = "SELECT ?partnership ?name { ?partnership a ct:Partnership ; ct:party ?city . ?city skos:prefLabel ?name"
PARTNERS += ' FILTER(LANG(?name) = "en") }'
NAMES = "SELECT ?name { <https://w3id.org/city-ties/id/city/jp-kanazawa> skos:prefLabel ?name }"
Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def comunica(root: Path) -> Iterator[Ask]:
    """Asks a query of sources, each an address or an address and its type; one process answers all."""
    folder = root / "tests" / "clients"
    missing = [] if shutil.which("node") else ["node (https://nodejs.org, 18 or newer)"]
    if not (folder / "node_modules").is_dir():
        missing.append("tests/clients/node_modules (npm ci --prefix tests/clients)")
    if missing:
        reason = f"no Comunica to test with: {' and '.join(missing)} is not here"
        if os.environ.get("CITY_TIES_REQUIRE_COMUNICA"):
            pytest.fail(reason)
        pytest.skip(reason)

    def ask(query: str, *sources: str, kind: str | None = None) -> Any:
        named = [{"value": value, "type": kind} if kind else {"value": value} for value in sources]
        print(json.dumps({"query": PREFIXES + query, "sources": named}), file=process.stdin, flush=True)
        return json.loads(process.stdout.readline())

    command = ["node", str(folder / "comunica.mjs")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        yield ask


def test_comunica_asks_the_endpoint_each_form_of_query(comunica: Ask, address: str) -> None:
    endpoint = f"{address}/sparql"
    assert len(comunica(PARTNERS, endpoint, kind="sparql")) == 24
    assert comunica("ASK { ?p a ct:Partnership }", endpoint, kind="sparql") is True
    made = comunica("CONSTRUCT { ?p a ct:Partnership } WHERE { ?p a ct:Partnership }", endpoint, kind="sparql")
    assert len(made) == 12
    described = comunica("DESCRIBE <https://w3id.org/city-ties/id/city/jp-kanazawa>", endpoint, kind="sparql")
    assert "金沢市" in {value for _, _, value in described}


def test_comunica_knows_the_endpoint_by_its_service_description(comunica: Ask, address: str) -> None:
    assert len(comunica(PARTNERS, f"{address}/sparql")) == 24


@pytest.mark.parametrize("suffix", [".ttl", ".jsonld", ".nt", ".rdf", ""])
def test_comunica_asks_a_document_in_each_format_and_by_accept(comunica: Ask, address: str, suffix: str) -> None:
    """A file as a source: nothing that the document links to is followed."""
    rows = comunica(NAMES, f"{address}/doc/city/jp-kanazawa{suffix}", kind="file")
    assert {"name": "金沢市"} in rows


def test_comunica_follows_an_identifier_to_its_document(comunica: Ask, address: str) -> None:
    assert {"name": "金沢市"} in comunica(NAMES, f"{address}/id/city/jp-kanazawa", kind="file")


def test_comunica_joins_two_endpoints(comunica: Ask, address: str) -> None:
    rows = comunica(PARTNERS, f"{address}/sparql", f"{address}/sparql/", kind="sparql")
    assert len({tuple(sorted(row.items())) for row in rows}) == 24


def test_comunica_asks_a_dump_by_its_graphs(comunica: Ask, address: str) -> None:
    query = "SELECT DISTINCT ?graph { GRAPH ?graph { ?partnership a ct:Partnership } }"
    rows = comunica(query, f"{address}/dumps/city-ties.nq", kind="file")
    assert rows == comunica(query, f"{address}/sparql", kind="sparql")
    assert rows == [{"graph": "https://w3id.org/city-ties/graph/data/ghent"}]


def test_comunica_joins_the_endpoint_with_a_document(comunica: Ask, address: str) -> None:
    document = f"{address}/doc/city/jp-kanazawa.ttl"
    rows = comunica("SELECT DISTINCT ?name { ?partnership a ct:Partnership ; ct:party ?city . ?city skos:prefLabel"
                     ' ?name FILTER(LANG(?name) = "ja") }', f"{address}/sparql", document)  # fmt: skip
    assert {"name": "金沢市"} in rows


def test_the_lock_names_no_registry(root: Path) -> None:
    lock = (root / "tests" / "clients" / "package-lock.json").read_text("utf-8")
    assert '"resolved"' not in lock
    assert '"integrity"' in lock


def test_comunica_tells_that_an_update_is_refused(comunica: Ask, address: str) -> None:
    failure = comunica("INSERT DATA { <urn:a> <urn:b> <urn:c> }", f"{address}/sparql", kind="sparql")
    assert "403" in failure["error"]
