"""What `kg validate --format json` prints is what docs/validation-report.schema.json says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kg.validation.report_json import VERSION

from ...commands import call

PREFIXES = "@prefix ex: <http://example.org/ns#> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
DATA = 'ex:a a ex:Boat ; ex:next ex:b ; ex:name "é"@fr , 1 . ex:b ex:nam [] .'
SHAPES = """
ex:S a sh:NodeShape ; sh:targetClass ex:Boat ;
    sh:or ( [ sh:path ex:captain ; sh:minCount 1 ] [ sh:path ex:name ; sh:maxCount 1 ] ) ;
    sh:property [ sh:path ( ex:next [ sh:inversePath ex:next ] ) ; sh:nodeKind sh:Literal ; sh:severity sh:Warning ] ;
    sh:property [ sh:path [ sh:alternativePath ( ex:name ex:label ) ] ; sh:nodeKind sh:IRI ] ;
    sh:property [ sh:path [ sh:zeroOrMorePath ex:next ] ; sh:maxCount 1 ] .
ex:T a sh:NodeShape ; sh:targetClass ex:Nothing ; sh:nodeKind sh:IRI .
"""


@pytest.fixture(scope="module")
def schema(root: Path) -> Any:
    schema = json.loads((root / "docs" / "validation-report.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return schema


def test_a_report_is_valid_and_the_version_is_that_of_the_schema(schema: Any, tmp_path: Path) -> None:
    (tmp_path / "d.ttl").write_text(PREFIXES + DATA, "utf-8")
    (tmp_path / "s.ttl").write_text(PREFIXES + SHAPES, "utf-8")
    answer = call("validate", "d.ttl", "--shapes", "s.ttl", "--format", "json", "--coverage", folder=tmp_path)
    report = json.loads(answer.out)
    assert len(report["results"]) > 4
    assert any(each["details"] for each in report["results"])
    jsonschema.validate(report, schema)
    assert schema["properties"]["version"]["const"] == VERSION == report["version"]


@pytest.mark.parametrize("key", ["version", "results", "conforms"])
def test_a_report_that_lacks_something_is_not_valid(schema: Any, key: str) -> None:
    keys = ("version", "conforms", "counts", "byShape", "isCut", "leftOut", "remarks", "dataset", "shapes")
    report: dict[str, Any] = dict.fromkeys(keys, "") | {"results": [], "notes": [], "coverage": []}
    report |= {"version": VERSION, "conforms": True, "counts": {"violation": 0, "warning": 0, "info": 0}}
    report |= {"byShape": {}, "isCut": False, "leftOut": 0, "remarks": []}
    jsonschema.validate(report, schema)
    del report[key]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(report, schema)
