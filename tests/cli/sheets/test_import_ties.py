from __future__ import annotations

import csv
import shutil
from pathlib import Path

from click.testing import CliRunner

from kg.cli import kg

TABLE = "city,country,kind,from,to,source,quote\nTallinn,Estonia,,1969,,https://a.example/,since 1969\n"


def test_all_rows_are_imported_or_none_and_proposals_can_be_taken(root: Path, tmp_path: Path) -> None:
    project = Path(shutil.copytree(root / "examples" / "nottingham", tmp_path / "project"))
    data, table = project / "data" / "nottingham.ttl", tmp_path / "ties.csv"
    extract = root / "tests" / "city_relations" / "tie_import" / "geonames-extract.txt"
    before = data.read_bytes()

    def run(path: Path, *options: str) -> tuple[int, str, str]:
        arguments = ["--project", str(project), "import", str(path), "--cities", str(extract), *options]
        done = CliRunner().invoke(kg, arguments)
        return done.exit_code, done.stdout, done.stderr

    table.write_text(TABLE + "Springfield,US,,1985,,https://a.example/,and Springfield\n", "utf-8")
    code, out, errors = run(table)
    assert code == 1
    assert "ties.csv, row 3, city: it may be 4409896 (Springfield, US, 170188 inhabitants) or 4951788" in out
    assert errors.endswith("Nothing is imported.\n")
    assert data.read_bytes() == before

    proposed = tmp_path / "ties.proposed.csv"
    with proposed.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["geonames"] for row in rows] == ["", "4409896"]
    assert "4951788" in rows[1]["proposal"]
    assert "2 ties and 2 cities would be added" in run(proposed, "--dry-run")[2]
    assert data.read_bytes() == before
    code, _, errors = run(proposed)
    assert (code, errors.splitlines()[-1]) == (0, "2 ties and 2 cities added to data/nottingham.ttl.")
    assert b"id/partnership/gb-nottingham--us-springfield" in data.read_bytes()
    code, out, _ = run(proposed)
    assert code == 1
    assert "the tie is in the data already" in out
