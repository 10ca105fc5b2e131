"""Clients in JavaScript, sparql-http-client and fetch-sparql-endpoint, ask each form of query in each way."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

FORMS = {
    "SELECT": ("SELECT ?p { ?p a <https://w3id.org/city-ties/ns#Partnership> }", 12),
    "ASK": ("ASK { ?p a <https://w3id.org/city-ties/ns#Partnership> }", True),
    "CONSTRUCT": ("CONSTRUCT WHERE { ?p a <https://w3id.org/city-ties/ns#Partnership> }", 12),
    "DESCRIBE": ("DESCRIBE <https://w3id.org/city-ties/id/city/jp-kanazawa>", 14),
}


@pytest.mark.parametrize(("client", "ways"), [
    ("sparql-http-client", ("get", "postUrlencoded", "postDirect")),
    ("fetch-sparql-endpoint", ("GET", "POST", "direct")),
])  # fmt: skip
def test_every_form_is_answered_in_every_way(root: Path, address: str, client: str, ways: tuple[str, ...]) -> None:
    folder = root / "tests" / "clients"
    if not shutil.which("node") or not (folder / "node_modules" / client).is_dir():
        reason = f"no {client} to test with (npm ci --prefix tests/clients)"
        if os.environ.get("CITY_TIES_REQUIRE_COMUNICA"):
            pytest.fail(reason)
        pytest.skip(reason)
    queries = {form: query for form, (query, _) in FORMS.items()}
    question = json.dumps({"endpoint": f"{address}/sparql", "operations": ways, "queries": queries})
    command = ["node", str(folder / f"{client}.mjs")]
    done = subprocess.run(command, input=question, capture_output=True, text=True, check=True, timeout=180)
    assert json.loads(done.stdout) == {f"{form} {way}": answer for way in ways for form, (_, answer) in FORMS.items()}
