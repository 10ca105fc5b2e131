"""JSON-LD contexts that come with the package, so that documents that refer to them need neither copies nor downloads.

Only versioned ones, which their publishers do not change any more; ``contexts/README.md`` has sources and licence.
"""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent / "contexts"

WELL_KNOWN = {
    "https://www.w3.org/2018/credentials/v1": _FOLDER / "credentials-v1.jsonld",
    "https://www.w3.org/ns/credentials/v2": _FOLDER / "credentials-v2.jsonld",
    "https://www.w3.org/ns/did/v1": _FOLDER / "did-v1.jsonld",
}
"""The file of each context by its IRI."""
