"""sparql-http-client, the client of RDF/JS, asks each form of query in each way of the protocol."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

OPERATIONS = ("get", "postUrlencoded", "postDirect")
FORMS = {
    "SELECT": ("SELECT ?p { ?p a <https://w3id.org/city-ties/ns#Partnership> }", 12),
    "ASK": ("ASK { ?p a <https://w3id.org/city-ties/ns#Partnership> }", True),
    "CONSTRUCT": ("CONSTRUCT WHERE { ?p a <https://w3id.org/city-ties/ns#Partnership> }", 12),
    "DESCRIBE": ("DESCRIBE <https://w3id.org/city-ties/id/city/jp-kanazawa>", 14),
}


def test_every_form_is_answered_by_every_operation(root: Path, address: str) -> None:
    folder = root / "tests" / "clients"
    if not shutil.which("node") or not (folder / "node_modules" / "sparql-http-client").is_dir():
        reason = "no sparql-http-client to test with (npm ci --prefix tests/clients)"
        if os.environ.get("CITY_TIES_REQUIRE_COMUNICA"):
            pytest.fail(reason)
        pytest.skip(reason)
    queries = {form: query for form, (query, _) in FORMS.items()}
    question = json.dumps({"endpoint": f"{address}/sparql", "operations": OPERATIONS, "queries": queries})
    command = ["node", str(folder / "sparql-http-client.mjs")]
    done = subprocess.run(command, input=question, capture_output=True, text=True, check=True, timeout=180)
    wanted = {f"{form} {operation}": answer for operation in OPERATIONS for form, (_, answer) in FORMS.items()}
    assert json.loads(done.stdout) == wanted
