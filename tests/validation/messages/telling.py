"""Small shapes and data in files, and the findings that ``kg validate`` tells of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ...commands import Done, call

HEAD = """\
@prefix ex: <http://example.org/ns#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
"""
BOAT = "ex:S a sh:NodeShape ; sh:targetClass ex:Boat ; "


def validated(folder: Path, shapes: str, data: str, *options: str) -> Done:
    (folder / "s.ttl").write_text(HEAD + shapes, "utf-8")
    (folder / "d.ttl").write_text(HEAD + data, "utf-8")
    done = call("validate", "d.ttl", "--shapes", "s.ttl", *options, folder=folder)
    assert "internal error" not in done.err
    return done


def document(folder: Path, shapes: str, data: str, *options: str) -> dict[str, Any]:
    done = validated(folder, shapes, data, "--format", "json", *options)
    assert done.out, done.err
    report: dict[str, Any] = json.loads(done.out)
    return report


def messages(folder: Path, shapes: str, data: str, *options: str) -> list[str]:
    return [result["message"] for result in document(folder, shapes, data, *options)["results"]]
