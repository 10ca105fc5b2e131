"""The signature of a build: Ed25519 (RFC 8032) over the digest of its checksums and the canonical digest of its data.

So it stands for every file, and for the statements in whatever file and order they are had. `RDFC-1.0
<https://www.w3.org/TR/rdf-canon/>`_ gives the statements one form.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad, Triple

from kg.errors import UsageError

SIGNATURE = "signature.json"
_PURPOSE = "city-ties release, version 1"
_PUBLIC = re.compile(rb"-----BEGIN PUBLIC KEY-----.*?-----END PUBLIC KEY-----", re.DOTALL)
_FIELDS = ("dataset", "key", "signature", "sums")


@dataclass(frozen=True, slots=True)
class Signature:
    """``sums`` is the SHA-256 of the checksums, ``dataset`` that of the canonical statements, ``key`` names the key."""

    sums: str
    dataset: str
    key: str
    signature: bytes

    def text(self) -> str:
        """The file."""
        fields = {
            "algorithm": "Ed25519",
            "dataset": self.dataset,
            "key": self.key,
            "signature": base64.b64encode(self.signature).decode(),
            "sums": self.sums,
        }
        return json.dumps(fields, indent=1, sort_keys=True) + "\n"

    def is_by(self, key: Ed25519PublicKey) -> bool:
        """Whether it was made with the private part of this key, for these digests."""
        try:
            key.verify(self.signature, _message(self.sums, self.dataset))
        except InvalidSignature:
            return False
        return True


def sign(key: Ed25519PrivateKey, sums: bytes, quads: Iterable[Quad]) -> Signature:
    """The signature of a build with these checksums and statements."""
    digests = hashlib.sha256(sums).hexdigest(), canonical_digest(quads)
    return Signature(*digests, name_of(key.public_key()), key.sign(_message(*digests)))


def canonical_digest(quads: Iterable[Quad]) -> str:
    """The SHA-256 of the canonical N-Quads of a dataset; blank nodes have canonical labels."""
    distinct = list(dict.fromkeys(quads))
    if any(isinstance(term, BlankNode | Triple) for quad in distinct for term in (quad.subject, quad.object)):
        dataset = Dataset(distinct)
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        distinct = list(dataset)
    state = hashlib.sha256()
    for line in sorted(f"{quad} .\n" for quad in distinct):
        state.update(line.encode())
    return state.hexdigest()


def private_key(path: Path) -> Ed25519PrivateKey:
    """The key in a PEM file; raises UsageError for a file that has none."""
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        hint = f"openssl genpkey -algorithm ed25519 -out {path.name} makes one, without a password."
        raise UsageError(f"{path} has no private key that can be read.", hint=hint) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise UsageError(f"The key in {path} is not for Ed25519.", hint="openssl genpkey -algorithm ed25519 makes one.")
    return key


def public_keys(path: Path) -> list[Ed25519PublicKey]:
    """The keys in a PEM file, which may have several; raises UsageError for a file without one."""
    try:
        keys = [load_pem_public_key(block) for block in _PUBLIC.findall(path.read_bytes())]
    except (OSError, ValueError, UnsupportedAlgorithm) as error:
        raise UsageError(f"{path} has no public key that can be read: {error}") from error
    known = [key for key in keys if isinstance(key, Ed25519PublicKey)]
    if not known:
        hint = "openssl pkey -in private.pem -pubout writes the public part of a key."
        raise UsageError(f"{path} has no public key for Ed25519.", hint=hint)
    return known


def name_of(key: Ed25519PublicKey) -> str:
    """The first 16 digits of the SHA-256 of a public key, to tell keys apart."""
    return hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:16]


def read(content: bytes) -> Signature | None:
    """The signature in a file; None for a file that has none."""
    try:
        fields = json.loads(content)
        values = [fields[name] for name in _FIELDS]
        if not all(isinstance(value, str) for value in values) or fields.get("algorithm") != "Ed25519":
            return None
        dataset, key, signature, sums = values
        return Signature(sums, dataset, key, base64.b64decode(signature, validate=True))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _message(sums: str, dataset: str) -> bytes:
    return f"{_PURPOSE}\n{sums}\n{dataset}\n".encode()
