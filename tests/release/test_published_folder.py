"""A folder on a web server is verified as one on a disk is."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pyoxigraph import RdfFormat, parse

from kg.cli.publishing.verify import verify
from kg.errors import DatasetError, UsageError
from kg.release import checksums, published_folder, signature

STATEMENT = b"<urn:s> <urn:p> <urn:o> .\n"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Servers of tests say nothing."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small folder as a build signs it, and beside it the public key."""
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "public.pem").write_bytes(public)
    folder = tmp_path / "out"
    (folder / "dumps").mkdir(parents=True)
    (folder / "dumps" / "a name.nq").write_bytes(STATEMENT)
    (folder / "release.json").write_text('{"data": "dumps/a name.nq"}', "utf-8")
    sums = checksums.text(folder, ["dumps/a name.nq", "release.json"])
    (folder / checksums.SUMS).write_text(sums, "utf-8")
    quads = list(parse(STATEMENT, RdfFormat.N_QUADS))
    (folder / signature.SIGNATURE).write_text(signature.sign(key, sums.encode(), quads).text(), "utf-8")
    return folder


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder.parent)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/out"
    server.shutdown()
    thread.join()
    server.server_close()


def verified(address: str, folder: Path) -> tuple[int, list[str]]:
    outcome = CliRunner().invoke(verify, [address, "--key", str(folder.parent / "public.pem")], catch_exceptions=False)
    return outcome.exit_code, outcome.stdout.splitlines()


def test_what_stands_there_as_it_was_signed_has_no_findings(address: str, folder: Path) -> None:
    assert verified(address, folder) == (0, [])
    assert verified(f"{address}/", folder) == (0, [])


def test_a_file_that_is_another_or_is_gone_is_named(address: str, folder: Path) -> None:
    (folder / "dumps" / "a name.nq").write_bytes(STATEMENT * 2)
    status, lines = verified(address, folder)
    assert (status, lines[0]) == (1, "dumps/a name.nq: changed")
    (folder / "dumps" / "a name.nq").unlink()
    status, lines = verified(address, folder)
    assert status == 1
    assert lines[0].startswith("dumps/a name.nq: cannot be downloaded: HTTP Error 404")


def test_a_list_is_needed_and_leads_nowhere_else(address: str, folder: Path, tmp_path: Path) -> None:
    into = tmp_path / "into"
    into.mkdir()
    with pytest.raises(DatasetError, match="cannot be downloaded"):
        published_folder.fetch(f"{address}/dumps", into, print)
    (folder / checksums.SUMS).write_text(f"{'0' * 64}  ../public.pem\n", "utf-8")
    with pytest.raises(UsageError, match="SHA256SUMS:1"):
        published_folder.fetch(address, into, print)
    assert [path.name for path in tmp_path.rglob("public.pem")] == ["public.pem"]


def test_names_that_no_files_can_have_together_are_told(address: str, folder: Path, tmp_path: Path) -> None:
    (folder / checksums.SUMS).write_text(f"{'0' * 64}  release.json\n{'0' * 64}  release.json/x\n", "utf-8")
    lacking = published_folder.fetch(address, tmp_path, print)
    assert list(lacking) == ["release.json/x"]
