"""The commands of docs/serving.md and docs/reconciling.md are run as they stand, and answer what these say."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import asdict
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from kg.rdf.formats import RDF_FORMATS, RESULTS_FORMATS
from kg.settings import kg_toml
from kg.settings.query import Limits

from ...presence import present

DOCUMENTS = Path(__file__).resolve().parents[3] / "docs"
TEXT = (DOCUMENTS / "serving.md").read_text("utf-8")
RECONCILING = (DOCUMENTS / "reconciling.md").read_text("utf-8")


def examples() -> list[tuple[str, list[str]]]:
    """Each command with the lines that it prints; a line with … stands for some others."""
    commands: list[tuple[str, list[str]]] = []
    for block in re.findall(r"^```console\n(.*?)^```$", TEXT + RECONCILING, re.M | re.S):
        for line in block.splitlines():
            if line.startswith("$ "):
                commands.append((line[2:], []))
            else:
                commands[-1][1].append(line)
    return commands


@pytest.mark.parametrize(("command", "lines"), examples())
@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not on this machine; Debian's package curl has it")
def test_a_command_of_the_document_prints_what_it_says(
    root: Path, address: str, command: str, lines: list[str]
) -> None:
    ready = command.replace("http://127.0.0.1:5000", address).replace("curl", "curl --silent", 1)
    done = subprocess.run(["bash", "-c", ready], cwd=root, capture_output=True, text=True, timeout=60, check=True)
    pattern = "".join(".*".join(map(re.escape, line.split("…"))) + r"\s*" for line in lines)
    assert re.fullmatch(pattern, done.stdout, re.S), done.stdout[:2000]


def test_every_limit_is_told_with_its_default() -> None:
    defaults = dict(re.findall(r"^\| `(\w+)` \| (\d+) \|", TEXT, re.M))
    assert defaults == {name: f"{value:g}" if isinstance(value, float) else str(value)
                    for name, value in asdict(Limits()).items()}  # fmt: skip


QUERIES = {
    "SELECT": "SELECT * { ?s ?p ?o } LIMIT 1", "ASK": "ASK {}",
    "CONSTRUCT": "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1", "DESCRIBE": "DESCRIBE <urn:x>",
}  # fmt: skip


def named_formats() -> list[tuple[str, str, str]]:
    """Each form of query with the media type of an answer and a name by which it is chosen."""
    formats = []
    for forms, labels, names in re.findall(r"^\| ([A-Z, ]+) \| ([A-Z].*) \| (`.*`) \|$", TEXT, re.M):
        for label, several in zip(labels.split(", "), names.split(", "), strict=True):
            (kind,) = (form.media_type for form in (*RESULTS_FORMATS, *RDF_FORMATS) if label in form.label.split()[-1:])
            formats += [(form, kind, name) for form in forms.split(", ") for name in re.findall(r"`(\w+)`", several)]
    return formats


def test_each_name_of_a_format_chooses_it_in_each_place(client: FlaskClient) -> None:
    rows = named_formats()
    assert len(rows) == 2 * 6 + 2 * 9
    for form, kind, name in rows:
        arguments = {"query": QUERIES[form]}
        answers = [client.get(f"/sparql.{name}", query_string=arguments)]
        answers += [
            client.get("/sparql", query_string={**arguments, way: name}) for way in ("format", "output", "results")
        ]
        assert [(answer.status_code, answer.mimetype) for answer in answers] == [(200, kind)] * 4, (form, name)


REFUSED: dict[int, list[dict[str, Any]]] = {
    400: [
        {"query_string": "query="}, {"query_string": "query=ASK{}&query=ASK{}"}, {"query_string": "query=CLEAR ALL"},
        {"query_string": "query=%FF"}, {"query_string": "query=SELECT"},
    ],
    403: [{"query_string": "update=CLEAR ALL"}, {"query_string": "query=ASK{SERVICE<urn:a>{}}"}],
    405: [{"method": "PUT"}, {"method": "PATCH"}, {"method": "DELETE"}],
    406: [{"query_string": "query=ASK{}", "headers": {"Accept": "text/turtle"}}],
    413: [{"method": "POST", "data": {"query": "ASK{}" + " " * 200_000}}],
    415: [
        {"method": "POST", "data": "ASK{}", "content_type": "text/plain"},
        {"method": "POST", "data": "ASK{}", "content_type": "application/sparql-query;charset=latin-1"},
        {"method": "POST", "data": {"query": "ASK{}"}, "headers": {"Content-Encoding": "gzip"}},
    ],
    431: [
        {"query_string": "query=ASK{}", "headers": {"X-Long": "x" * 8_193}},
        {"query_string": "query=ASK{}", "headers": {"Accept": "x" * 2_049}},
    ],
}  # fmt: skip
ELSEWHERE = {408: "test_request_body", 429: "test_operations", 503: "test_operations", 504: "test_operations"}
"""What needs a client that is slow, or a server that is busy."""


@pytest.mark.parametrize("status", REFUSED)
def test_what_is_refused_has_the_status_of_the_table(client: FlaskClient, status: int) -> None:
    for request in present(REFUSED[status]):
        answer = client.open("/sparql", **request)
        assert answer.status_code == status, request
        assert answer.content_type == "application/problem+json"


def test_an_address_that_is_too_long_is_414(address: str) -> None:
    connection = HTTPConnection(address.removeprefix("http://"), timeout=30)
    connection.request("GET", f"/sparql?query=ASK%7B%7D%23{'x' * (64 << 10)}")
    assert connection.getresponse().status == 414
    connection.close()


def test_the_table_of_what_is_refused_has_no_other_status() -> None:
    table = TEXT.partition("## What is refused")[2].partition("\n## ")[0]
    assert {int(status) for status in re.findall(r"^\| (\d+) \|", table, re.M)} == {*REFUSED, *ELSEWHERE, 414}


def test_the_settings_of_a_bigger_engine_are_those_that_there_are(tmp_path: Path) -> None:
    (block,) = re.findall(r"^```toml\n(.*?)^```$", TEXT, re.M | re.S)
    (tmp_path / "kg.toml").write_text(f'base = "https://example.org/"\n{block}', "utf-8")
    settings = kg_toml.read(tmp_path / "kg.toml")
    assert settings.remote
    assert all(asdict(settings.remote).values())
    assert settings.query == Limits()
