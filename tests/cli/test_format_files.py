from __future__ import annotations

from pathlib import Path

from ..commands import call, edit


def test_format_check_names_the_file_and_changes_nothing_and_format_mends_it(copy: Path) -> None:
    path = copy / "data" / "ghent.ttl"
    before = path.read_text("utf-8")
    assert call("format", "--check", folder=copy).code == 0
    edit(path, "    a ct:City ;\n", "    a    ct:City ;\n")
    check = call("format", "--check", folder=copy)
    assert check.code == 1
    assert "ghent.ttl" in check.out
    assert call("format", folder=copy).code == 0
    assert path.read_text("utf-8") == before


def test_a_project_within_a_project_keeps_its_own_base(copy: Path) -> None:
    inner = copy / "examples" / "inner"
    inner.mkdir(parents=True)
    (inner / "kg.toml").write_text('base = "https://inner.example/"\n', "utf-8")
    (inner / "a.ttl").write_text("BASE <https://inner.example/>\n\n<a>\n    <p> <b> ;\n.\n", "utf-8")
    assert call("format", "--check", folder=copy).code == 0
