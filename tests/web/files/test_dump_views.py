"""Dumps as files: codings, conditions, parts, and what becomes of them when the revision changes."""

from __future__ import annotations

import base64
import gzip
import hashlib
import os
import signal
import socket
import subprocess
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from zlib import crc32

import brotli
import pytest
import rdflib
from flask import Flask
from flask.testing import FlaskClient
from rdflib.compare import isomorphic

from kg.edition import Publication
from kg.errors import ServiceBusy
from kg.project import Project
from kg.publish.serialisations import dump, dump_process
from kg.rdf.formats import N_QUADS, TURTLE, Format
from kg.revision import Revision
from kg.web.application import create_app
from kg.web.files import cached_file
from kg.web.files.cached_file import CachedFile
from kg.web.files.dump_cache import DumpCache
from kg.web.http.content_coding import CODINGS, zstd

from ...commands import KG
from ...waiting import until

FILE = "/dumps/ghent.ttl"
DECODERS = {"zstd": zstd.decompress, "br": brotli.decompress, "gzip": gzip.decompress}


pytestmark = pytest.mark.usefixtures("twins")


@pytest.fixture(scope="module")
def revision(app: Flask) -> Revision:
    publication: Publication = app.extensions["publication"]
    return publication.revision


@pytest.fixture(scope="module")
def twins(app: Flask, revision: Revision) -> None:
    """All twins of the file that is asked for here are there."""
    kept: DumpCache = app.extensions["dump_cache"]
    kept.file(revision, "ghent", TURTLE)
    kept.settle()


@pytest.fixture
def whole(client: FlaskClient) -> bytes:
    return client.get(FILE).data


def test_a_dump_is_the_file_that_kg_dump_writes(client: FlaskClient, revision: Revision, whole: bytes) -> None:
    assert whole == dump.represent(revision, "ghent", TURTLE).body
    quads = dump.represent(revision, "city-ties", N_QUADS).body
    assert client.get("/dumps/city-ties.nq").data == quads


@pytest.mark.parametrize("coding", DECODERS)
def test_a_coded_dump_is_the_same_file(client: FlaskClient, whole: bytes, coding: str) -> None:
    answer = client.get(FILE, headers={"Accept-Encoding": coding})
    assert answer.headers["Content-Encoding"] == coding
    assert answer.content_length == len(answer.data) < len(whole) / 5
    assert DECODERS[coding](answer.data) == whole


def test_until_its_twins_are_there_a_dump_is_sent_plain(client: FlaskClient, app: Flask, revision: Revision) -> None:
    file = app.extensions["dump_cache"].file(revision, "ghent", TURTLE)
    made = file.forms.copy()
    file.forms.clear()
    file.forms[None] = made[None]
    assert "Content-Encoding" not in client.get(FILE, headers={"Accept-Encoding": "zstd"}).headers
    file.forms.update(made)
    assert client.get(FILE, headers={"Accept-Encoding": "zstd"}).headers["Content-Encoding"] == "zstd"


def test_each_coding_has_a_tag_and_a_digest_of_its_own_and_all_vary(client: FlaskClient) -> None:
    tags = set()
    for coding in ("identity", *DECODERS):
        answer = client.get(FILE, headers={"Accept-Encoding": coding})
        tags.add(answer.headers["ETag"])
        assert not answer.headers["ETag"].startswith("W/")
        assert answer.headers["Vary"] == "Accept-Encoding"
        digest = base64.b64encode(hashlib.sha256(answer.data).digest()).decode()
        assert answer.headers["Repr-Digest"] == f"sha-256=:{digest}:"
    assert len(tags) == 4


@pytest.mark.parametrize("coding", ["identity", *DECODERS])
def test_parts_of_a_coding_put_together_are_the_whole(client: FlaskClient, coding: str) -> None:
    accepting = {"Accept-Encoding": coding}
    answer = client.get(FILE, headers=accepting)
    tag, size, parts = answer.headers["ETag"], len(answer.data), b""
    while len(parts) < size:
        start, stop = len(parts), min(len(parts) + 7_001, size)
        asking = {**accepting, "Range": f"bytes={start}-{start + 7_000}", "If-Range": tag}
        part = client.get(FILE, headers=asking)
        assert part.status_code == 206
        assert part.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{size}"
        assert part.content_length == len(part.data) == stop - start
        assert (part.headers.get("Content-Encoding", "identity"), part.headers["ETag"]) == (coding, tag)
        parts += part.data
    assert parts == answer.data


def test_parts_of_a_large_dump_are_the_whole(client: FlaskClient) -> None:
    halves = [client.get("/dumps/city-ties.nq", headers={"Range": f"bytes={part}"}) for part in ("0-399999", "400000-")]
    assert [half.status_code for half in halves] == [206, 206]
    assert b"".join(half.data for half in halves) == client.get("/dumps/city-ties.nq").data


@pytest.mark.parametrize(
    ("part", "start", "stop"),
    [("0-0", 0, 1), ("5-", 5, None), ("-7", -7, None), ("-99999999", 0, None), ("100-99999999", 100, None)],
)
def test_a_range_is_answered_by_that_part(
    client: FlaskClient, whole: bytes, part: str, start: int, stop: int | None
) -> None:
    answer = client.get(FILE, headers={"Range": f"bytes={part}"})
    assert (answer.status_code, answer.data) == (206, whole[start:stop])
    assert answer.headers["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize("value", ["bytes=0-1,5-6", "bytes=x", "bytes=9-3", "lines=0-9", "bytes", ""])
def test_several_parts_other_units_and_what_is_no_range_are_answered_by_the_whole(
    client: FlaskClient, whole: bytes, value: str
) -> None:
    answer = client.get(FILE, headers={"Range": value})
    assert (answer.status_code, answer.data) == (200, whole)


def test_a_part_behind_the_end_is_a_problem_that_tells_the_size(client: FlaskClient, whole: bytes) -> None:
    answer = client.get(FILE, headers={"Range": f"bytes={len(whole)}-"})
    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == f"bytes */{len(whole)}"
    assert answer.mimetype == "application/problem+json"
    assert f"{len(whole):,}".replace(",", "") in answer.get_json()["detail"]


def test_if_range_holds_for_the_tag_of_that_coding_alone(client: FlaskClient, whole: bytes) -> None:
    coded = client.get(FILE, headers={"Accept-Encoding": "gzip"}).headers["ETag"]
    plain = client.head(FILE)
    day = plain.headers["Last-Modified"]
    for condition, status in (
        (plain.headers["ETag"], 206), (coded, 200), (f"W/{plain.headers['ETag']}", 200), ('"other"', 200), (day, 200),
    ):  # fmt: skip
        answer = client.get(FILE, headers={"Range": "bytes=0-9", "If-Range": condition})
        assert (answer.status_code, answer.data) == (status, whole[:10] if status == 206 else whole), condition


def test_what_the_client_has_in_any_coding_is_not_sent_again(client: FlaskClient) -> None:
    for coding in ("identity", *DECODERS):
        tag = client.get(FILE, headers={"Accept-Encoding": coding}).headers["ETag"]
        for sent in (tag, f"W/{tag}", f'"other", {tag}'):
            answer = client.get(FILE, headers={"If-None-Match": sent, "Range": "bytes=0-9"})
            assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", tag)
            assert answer.headers["Vary"] == "Accept-Encoding"
            assert not {"Content-Type", "Content-Length", "Content-Range", "Repr-Digest"} & set(answer.headers.keys())
    assert client.get(FILE, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_request_about_another_state_is_refused(client: FlaskClient) -> None:
    plain = client.head(FILE)
    tag, day = plain.headers["ETag"], plain.headers["Last-Modified"]
    for header, value, status in (
        ("If-Match", tag, 200), ("If-Match", "*", 200), ("If-Match", '"other"', 412), ("If-Match", f"W/{tag}", 412),
        ("If-Unmodified-Since", day, 200), ("If-Unmodified-Since", "Sat, 01 Jan 2000 00:00:00 GMT", 412),
    ):  # fmt: skip
        answer = client.get(FILE, headers={header: value})
        assert answer.status_code == status, (header, value)
        assert status == 200 or answer.mimetype == "application/problem+json"


def test_head_has_the_headers_and_no_part(client: FlaskClient, whole: bytes) -> None:
    answer = client.head(FILE, headers={"Range": "bytes=0-9"})
    assert (answer.status_code, answer.data, answer.content_length) == (200, b"", len(whole))
    coded = client.head(FILE, headers={"Accept-Encoding": "br"})
    assert coded.content_length == len(client.get(FILE, headers={"Accept-Encoding": "br"}).data)


def test_the_checksum_is_that_of_the_plain_file_whatever_is_accepted(client: FlaskClient, whole: bytes) -> None:
    line = client.get(f"{FILE}.sha256", headers={"Accept-Encoding": "gzip"}).text
    assert line == f"{hashlib.sha256(whole).hexdigest()}  ghent.ttl\n"


def test_pages_elsewhere_may_ask_for_parts_and_see_which_they_got(client: FlaskClient) -> None:
    exposed = client.get(FILE).headers["Access-Control-Expose-Headers"]
    assert {"ETag", "Accept-Ranges", "Content-Range"} <= set(exposed.split(", "))
    allowed = client.options(FILE).headers["Access-Control-Allow-Headers"]
    assert {"Range", "If-Range"} <= set(allowed.split(", "))


@pytest.mark.parametrize("form", [*dump.FORMATS, N_QUADS], ids=lambda form: form.extension)
def test_a_process_of_its_own_writes_the_same_bytes(revision: Revision, tmp_path: Path, form: Format) -> None:
    name = dump.complete_name(revision) if form == N_QUADS else "ghent"
    with (tmp_path / "dump").open("w+b") as file:
        dump_process.write(revision, dump.find(revision, name, form), form, file)
    assert (tmp_path / "dump").read_bytes() == dump.represent(revision, name, form).body


def test_a_dump_of_a_large_revision_is_made_when_asked_for(
    revision: Revision, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dump, "MADE_ON_REQUEST_ABOVE", 100)
    kept = DumpCache(tmp_path)
    assert kept.files(revision) == {}
    file = kept.file(revision, "ghent", TURTLE)
    assert b"".join(file.plain.chunks(0, file.plain.size)) == dump.represent(revision, "ghent", TURTLE).body
    kept.settle()
    assert set(file.forms) == {None, *CODINGS}
    assert list(tmp_path.iterdir()) == []  # its files have no names


def test_four_wait_for_large_dumps_and_the_next_is_told_to_come_later(
    revision: Revision, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dump, "MADE_ON_REQUEST_ABOVE", 100)
    kept = DumpCache(tmp_path)
    made: list[int] = []
    busy: list[ServiceBusy] = []

    def ask() -> None:
        try:
            made.append(kept.file(revision, "ghent", TURTLE).plain.size)
        except ServiceBusy as error:
            busy.append(error)

    threads = [threading.Thread(target=ask) for _ in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept.settle()
    assert (len(made), len(set(made)), len(busy)) == (4, 1, 5)
    assert all(error.retry_after for error in busy)


def test_a_file_is_forgotten_with_its_revision_but_read_to_its_end(
    revision: Revision, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opened() -> int:
        links = [f"/proc/self/fd/{each}" for each in os.listdir("/proc/self/fd")]
        return sum(os.readlink(link).startswith(str(tmp_path)) for link in links if os.path.lexists(link))

    monkeypatch.setattr(cached_file, "IN_MEMORY", 100_000)
    kept = DumpCache(tmp_path)
    file: CachedFile | None = kept.file(revision, "city-ties", N_QUADS).plain
    kept.settle()
    assert file
    chunks, size = iter(file.chunks(0, file.size)), file.size
    first = next(chunks)
    assert len(first) < size
    assert opened() == 1
    kept.keep_only(replace(revision, digest="another"))
    del file
    assert len(first) + sum(map(len, chunks)) == size
    del chunks
    assert opened() == 0


# Over a socket.


def curl(*arguments: str) -> bytes:
    return subprocess.run(
        ["curl", "--silent", "--show-error", "--fail", *arguments], check=True, capture_output=True, timeout=30
    ).stdout


def test_curl_gets_a_part_a_coding_and_the_rest_of_a_broken_download(address: str, tmp_path: Path) -> None:
    url = f"{address}/dumps/city-ties.nq"
    whole = curl(url)
    assert curl("--range", "1000-1999", url) == whole[1000:2000]
    assert curl("--compressed", url) == whole
    headers = curl("--head", url).decode().lower()
    assert f"content-length: {len(whole)}" in headers
    assert "transfer-encoding" not in headers
    broken = tmp_path / "city-ties.nq"
    broken.write_bytes(whole[:300_000])
    curl("--continue-at", "-", "--output", str(broken), url)
    assert broken.read_bytes() == whole


@pytest.mark.parametrize("coding", DECODERS)
def test_a_server_has_the_twins_ready_after_a_moment(address: str, coding: str) -> None:
    def coded() -> bytes:
        """The body in the coding; empty as long as it is not there."""
        request = urllib.request.Request(f"{address}/dumps/city-ties.trig", headers={"Accept-Encoding": coding})
        with urllib.request.urlopen(request) as answer:
            body: bytes = answer.read()
            return body if answer.headers["Content-Encoding"] == coding else b""

    assert until(coded)
    assert DECODERS[coding](coded()) == curl(f"{address}/dumps/city-ties.trig")


def test_rdflib_reads_what_curl_downloads_in_parts(address: str, root: Path) -> None:
    parts = [curl("--range", part, f"{address}{FILE}") for part in ("0-49999", "50000-99999", "100000-")]
    found = rdflib.Graph().parse(data=b"".join(parts), format="turtle")
    assert isomorphic(found, rdflib.Graph().parse(root / "data" / "ghent.ttl"))


@contextmanager
def serving(project: Path) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [KG, "--project", str(project), "serve", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        assert "answers at" in process.stdout.readline()
        yield port, process
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


def test_a_download_begun_before_a_reload_ends_with_the_file_it_began_with(copy: Path) -> None:
    """The client takes little of it until the new revision is there."""
    with serving(copy) as (port, process):
        assert process.stdout
        url = f"http://127.0.0.1:{port}/dumps/city-ties.nq"
        before = curl(url)
        with socket.create_connection(("127.0.0.1", port)) as slow:
            slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
            slow.sendall(b"GET /dumps/city-ties.nq HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            got = slow.recv(1000)
            turtle = copy / "data" / "ghent.ttl"
            turtle.write_text(turtle.read_text("utf-8").replace('"Gent"@nl', '"Gent aan de Leie"@nl'), "utf-8")
            process.send_signal(signal.SIGHUP)
            assert "Serving revision" in process.stdout.readline()
            assert until(lambda: curl(url) != before)
            after = curl(url)
            # No client has asked for them: they are made ahead after the files of the revision before are forgotten.
            page = f"http://127.0.0.1:{port}/data"
            assert until(lambda: b'title="SHA-256 ' in curl("--header", "Accept: text/html", page))
            slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
            while chunk := slow.recv(65_536):
                got += chunk
        assert crc32(got.partition(b"\r\n\r\n")[2]) == crc32(before)
        assert after != before


def test_the_page_on_the_data_waits_for_no_file(app: Flask, project: Project, browser: dict[str, str]) -> None:
    publication: Publication = app.extensions["publication"]
    fresh = create_app(project, publication)
    page = fresh.test_client().get("/data", headers=browser).text
    assert 'href="/dumps/ghent.ttl"' in page
    assert fresh.extensions["dump_cache"].made(publication.revision) == {}
