"""The day of the last change follows the data: whoever changes a statement says so in the catalogue."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pyoxigraph import RdfFormat, parse
from rdflib import DCTERMS, Graph, URIRef

BASE = "https://w3id.org/city-ties/"
DAY = "2026-11-30"
STATEMENTS = "4c3b99c4f50f3d30"
"""The digest of the statements of data/ghent.ttl as they were on that day."""


def test_the_catalogue_has_the_day_of_the_last_change_of_the_data(root: Path) -> None:
    statements = sorted(str(quad.triple) for quad in parse(path=root / "data" / "ghent.ttl", format=RdfFormat.TURTLE))
    digest = hashlib.sha256("\n".join(statements).encode()).hexdigest()[:16]
    catalogue = Graph().parse(root / "data" / "catalog.ttl")
    modified = {
        str(catalogue.value(URIRef(BASE + name), DCTERMS.modified)) for name in ("id/catalog", "id/dataset/ghent")
    }
    advice = f"data/ghent.ttl has changed: write today's day as dct:modified in data/catalog.ttl, and {digest} here"
    assert (digest, modified) == (STATEMENTS, {DAY}), advice
