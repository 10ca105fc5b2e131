"""Records what a server answers to the requests of ``request_list``, and compares two recordings.

    python -m tests.recorded.record OLD NEW [--project FOLDER] [--day YYYY-MM-DD] [--only TEXT] [--ignore REGEX]

``OLD`` and ``NEW`` are checkouts, each with its own virtual environment in ``.venv``, or recordings that ``--save``
wrote. Both serve a copy of one project (by default that of NEW) on one day, with a limit of two seconds on a query.
Every request is sent once, and twice more where the answer is 200, for its ``Cache-Status``.

What is normalised, because it differs between two runs of the same code or between any two versions of it:
the field ``Date``; the order of the methods in ``Allow``; the digest of the revision; the digest of templates and style
sheets in entity tags and in the addresses of static files; a body that is coded (it is compared decoded, and its length
left out); ``Cache-Status`` of the first answer; the digest of the content in an entity tag; the time at which
files were copied, in ``Last-Modified``.
"""

from __future__ import annotations

import argparse
import base64
import difflib
import http.client
import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

from .request_list import Names, Request, all_requests

Recording = dict[str, dict[str, Any]]

DAY = "2026-11-24"
LIMITS = {"seconds": 2, "answer_mib": 4, "workers": 2}
_HOST = "ties.example"
_DECODERS = {
    "gzip": lambda body: zlib.decompress(body, wbits=31),
    "br": brotli.decompress,
    "zstd": zstd.decompress,
}
_SETS = {"allow", "access-control-allow-methods"}
_CONTENT = re.compile(r"(?<=^\")[0-9a-f]{32}(?=-)")
_LOOK_IN_TAG = re.compile(r"(?<=-)[0-9a-f]{8}(?=-[0-9a-f]{16})|(?<=-terms-)[0-9a-f]{8}")
_LOOK_IN_EMBED = re.compile(r"(?<=LOOK-[0-9a-f]{16}-)[0-9a-f]{16}(?=(-\w+)?\"$)")
_LOOK_IN_ADDRESS = re.compile(rb"(?<=[?&;]v=)[0-9a-f]{8}")


class Served(NamedTuple):
    """A server that runs: its port on the loopback address, and its process, whose output is text."""

    port: int
    process: subprocess.Popen[str]


def record(port: int, requests: list[Request]) -> Recording:
    """The answers of a server to these requests, by their names."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        tag = _sent(connection, Request("a tag", "/sparql?query=ASK%7B%7D"), {})[1]["etag"]
        revision = re.compile(rf"{tag[1:13]}(?:{tag[13:33]}(?:[0-9a-f]{{32}})?)?")
        return {request.name: _answer(connection, request, revision) for request in requests}


def _answer(connection: http.client.HTTPConnection, request: Request, revision: re.Pattern[str]) -> dict[str, Any]:
    headers = dict(request.headers)
    for name, value in headers.items():
        if "{etag}" in value:
            bare = {other: text for other, text in headers.items() if other != name}
            headers[name] = value.replace("{etag}", _sent(connection, request, bare)[1].get("etag", "none"))
    status, fields, body = _sent(connection, request, headers)
    again = fields.pop("cache-status", "")
    if status == 200:
        for _ in range(2):
            again = _sent(connection, request, headers)[1].get("cache-status", "")
    coding = fields.get("content-encoding", "identity")
    if coding in _DECODERS and body:
        body = _DECODERS[coding](body)
        del fields["content-length"]
    fields.pop("date", None)
    if "last-modified" in fields:
        fields["last-modified"] = "MODIFIED"
    for name in _SETS & fields.keys():
        fields[name] = ", ".join(sorted(fields[name].split(", ")))
    if "etag" in fields:
        fields["etag"] = _CONTENT.sub("CONTENT", revision.sub("REVISION", fields["etag"]))
        fields["etag"] = _LOOK_IN_EMBED.sub("LOOK", _LOOK_IN_TAG.sub("LOOK", fields["etag"]))
    body = _LOOK_IN_ADDRESS.sub(b"LOOK", body)
    return {"status": status, "fields": fields, "again": again, "body": revision.sub("REVISION", _written(body))}


def _sent(
    connection: http.client.HTTPConnection, request: Request, headers: dict[str, str]
) -> tuple[int, dict[str, str], bytes]:
    connection.putrequest(request.method, request.path, skip_host=True, skip_accept_encoding=True)
    for name, value in {"Host": _HOST, **headers}.items():
        connection.putheader(name, value)
    if request.body is not None:
        connection.putheader("Content-Length", str(len(request.body)))
    connection.endheaders(request.body)
    answer = connection.getresponse()
    body = answer.read()
    fields: dict[str, str] = {}
    for name, value in answer.getheaders():
        key = name.lower()
        fields[key] = f"{fields[key]} | {value}" if key in fields else value
    return answer.status, dict(sorted(fields.items())), body


def _written(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return "base64:" + base64.b64encode(body).decode()


@contextmanager
def serving(python: Path, project: Path, day: str) -> Iterator[Served]:
    """A server of the code that this Python has installed, of a project as on this day."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = Path(__file__).with_name("serve_on_day.py")
    command = [str(python), str(program), day, str(project), str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        if "answers at" not in process.stdout.readline():
            raise SystemExit(f"{python} does not serve {project}.")
        yield Served(port, process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)


def copied(project: Path, folder: Path) -> Path:
    """A copy of the project's files, with small limits on queries."""
    for name in ("ontology", "data", "shapes", "queries", "pages"):
        if (project / name).is_dir():
            shutil.copytree(project / name, folder / name)
    limits = "".join(f"{name} = {value}\n" for name, value in LIMITS.items())
    text = (project / "kg.toml").read_text("utf-8")
    known = re.sub(rf"^({'|'.join(LIMITS)}) *=.*\n", "", text, flags=re.MULTILINE)
    written = known.replace("[query]\n", f"[query]\n{limits}") if "[query]" in known else f"{known}\n[query]\n{limits}"
    (folder / "kg.toml").write_text(written, "utf-8")
    return folder


def recording_of(source: Path, project: Path, day: str, only: str = "") -> Recording:
    """The recording in a file, or else of a checkout."""
    if source.is_file():
        saved: Recording = json.loads(source.read_text("utf-8"))
        return saved
    requests = [request for request in all_requests(Names()) if only in request.name]
    python = source / ".venv" / "bin" / "python"
    with tempfile.TemporaryDirectory() as folder, serving(python, copied(project, Path(folder)), day) as server:
        return record(server.port, requests)


def differences(old: Recording, new: Recording, *, lines: int = 12, ignored: str | None = None) -> Iterator[str]:
    """A text for each request that is answered in another way, but for what the expression ``ignored`` matches."""
    if ignored:
        old, new = _without(old, re.compile(ignored)), _without(new, re.compile(ignored))
    for name in sorted(old.keys() & new.keys(), key=list(new).index):
        told = list(_difference(old[name], new[name], lines))
        if told:
            yield "\n".join([name, *(f"    {line}" for line in told)])


def _without(recording: Recording, ignored: re.Pattern[str]) -> Recording:
    return {name: {**answer, "body": ignored.sub("", answer["body"])} for name, answer in recording.items()}


def _difference(old: dict[str, Any], new: dict[str, Any], lines: int) -> Iterator[str]:
    if old["status"] != new["status"]:
        yield f"status: {old['status']} -> {new['status']}"
    for name in sorted(old["fields"].keys() | new["fields"].keys()):
        before, after = old["fields"].get(name), new["fields"].get(name)
        if before != after:
            yield f"{name}: {before} -> {after}"
    if old["again"] != new["again"]:
        yield f"cache-status of a repeated request: {old['again']!r} -> {new['again']!r}"
    if old["body"] != new["body"]:
        before, after = (re.sub(r"(?<=>)(?=<)|(?<=,)(?=[\"{])", "\n", each["body"]).splitlines() for each in (old, new))
        found = [line for line in difflib.unified_diff(before, after, n=0, lineterm="") if line[:2] not in ("--", "++")]
        yield f"body: {len(old['body']):,} -> {len(new['body']):,} characters"
        yield from (line[:200] for line in found[:lines])
        if len(found) > lines:
            yield f"… {len(found) - lines} more lines"


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare what two checkouts answer.")
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--project", type=Path, help="the folder of the project that both serve")
    parser.add_argument("--day", default=DAY)
    parser.add_argument("--only", default="", help="only the requests whose name contains this")
    parser.add_argument("--ignore", help="a regular expression of what may differ in bodies")
    parser.add_argument("--save", type=Path, help="a folder for the two recordings")
    parser.add_argument("--long", action="store_true", help="print every line that differs")
    given = parser.parse_args()
    folder = given.project or (given.new if given.new.is_dir() else Path())
    with ThreadPoolExecutor() as threads:
        sources = (given.old, given.new)
        old, new = threads.map(lambda source: recording_of(source, folder, given.day, given.only), sources)
    if given.save:
        given.save.mkdir(parents=True, exist_ok=True)
        for name, recording in (("old.json", old), ("new.json", new)):
            (given.save / name).write_text(json.dumps(recording, ensure_ascii=False, indent=1), "utf-8")
    found = list(differences(old, new, lines=10_000 if given.long else 12, ignored=given.ignore))
    print("\n\n".join(found))
    print(f"\n{len(found)} of {len(new)} requests are answered in another way.")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
