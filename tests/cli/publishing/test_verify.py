"""What ``kg verify`` says of a folder that nobody built, and of a key that is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ...commands import call


@pytest.fixture
def public(tmp_path: Path) -> Path:
    key = Ed25519PrivateKey.generate().public_key()
    path = tmp_path / "public.pem"
    path.write_bytes(key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return path


def test_a_folder_that_no_build_wrote_is_named(public: Path, tmp_path: Path) -> None:
    done = call("verify", str(tmp_path), "--key", str(public), folder=tmp_path)
    assert done.code == 2
    assert "has no SHA256SUMS" in done.err


def test_a_file_without_a_key_is_named(tmp_path: Path) -> None:
    (tmp_path / "SHA256SUMS").write_text("", "utf-8")
    done = call("verify", str(tmp_path), "--key", str(tmp_path / "SHA256SUMS"), folder=tmp_path)
    assert done.code == 2
    assert "no public key for Ed25519" in done.err


def test_an_unsigned_folder_is_said_to_be_unsigned(public: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "SHA256SUMS").write_text("", "utf-8")
    done = call("verify", "out", "--key", str(public), folder=tmp_path)
    assert done.code == 1
    assert "signature.json: missing" in done.out
