"""Of a project's files that are named, those without a node that was judged do not conform: they were not looked at."""

from __future__ import annotations

from pathlib import Path

import pytest

from ...commands import call

PREFIXES = "@prefix ex: <http://example.org/ns#> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
FILES = {
    "kg.toml": 'base = "http://example.org/"\n',
    "shapes/s.ttl": """
ex:S a sh:NodeShape ; sh:targetClass ex:Boat ; sh:property [ sh:path ex:name ; sh:minCount 1 ] ;
  sh:property [ sh:path ex:captain ; sh:node [ sh:property [ sh:path ex:age ; sh:maxCount 1 ] ] ] ;
  sh:property [ sh:path ex:home ; sh:property [ sh:path ex:country ; sh:maxCount 1 ] ] .
ex:T a sh:NodeShape ; sh:targetObjectsOf ex:flag ; sh:nodeKind sh:IRI .
ex:W a sh:NodeShape ; sh:targetSubjectsOf ex:draught ;
  sh:property [ sh:path ex:draught ; sh:maxCount 1 ; sh:deactivated true ] .
ex:U a sh:NodeShape ; sh:targetSubjectsOf ex:tonnage .
""",
    "shapes/unused.ttl": "ex:V a sh:NodeShape ; sh:targetClass ex:Canoe ; sh:nodeKind sh:IRI .",
    "data/boats.ttl": 'ex:b a ex:Boat ; ex:name "B" ; ex:captain ex:c ; ex:home ex:h .',
    "data/captains.ttl": "ex:c ex:age 60 .",
    "data/harbours.ttl": "ex:h ex:country ex:be .",
    "data/flags.ttl": "ex:x ex:flag ex:be .",
    "data/crew.ttl": "ex:d ex:age 20 .",
    "data/draughts.ttl": "ex:g ex:draught 2 .",
    "data/freight.ttl": "ex:f ex:tonnage 20 .",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("boats")
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text if name == "kg.toml" else PREFIXES + text)
    return root


@pytest.mark.parametrize(
    "name", ["data/boats.ttl", "data/captains.ttl", "data/harbours.ttl", "data/flags.ttl", "shapes/s.ttl"]
)
def test_a_file_with_a_node_that_any_shape_looks_at_conforms(folder: Path, name: str) -> None:
    done = call("validate", name, folder=folder)
    assert (done.code, "file that is named" in done.out) == (0, False), done.out


@pytest.mark.parametrize(
    "names", [["data/crew.ttl"], ["data/draughts.ttl"], ["data/freight.ttl", "data/crew.ttl"], ["shapes/unused.ttl"]]
)
def test_files_of_which_no_node_was_judged_do_not_conform(folder: Path, names: list[str]) -> None:
    done = call("validate", *names, folder=folder)
    assert done.code == 2
    assert "no shape has a focus node in the files that are named" in done.out
    assert done.out.endswith("\nNothing was judged\n")
    assert call("validate", *names, "--allow-empty", folder=folder).code == 0


def test_one_of_several_is_a_warning(folder: Path) -> None:
    done = call("validate", "data/crew.ttl", "data/boats.ttl", folder=folder)
    assert (done.code, "no shape has a focus node in a file that is named: data/crew.ttl" in done.out) == (0, True)
    assert call("validate", "data/crew.ttl", "data/boats.ttl", "--strict", folder=folder).code == 1


def test_of_a_node_that_the_run_is_limited_to_other_files_say_nothing(folder: Path) -> None:
    ex = "http://example.org/ns#"
    assert call("validate", "data/boats.ttl", "--focus", f"{ex}b", folder=folder).code == 0
    assert call("validate", "data/flags.ttl", "--focus", f"{ex}b", folder=folder).code == 2
