from __future__ import annotations

from pathlib import Path

from ...commands import edit, run

PARTY = "    ct:party <id/city/be-gent> ;\n"
TYPE = "    ct:partnershipType <id/concept/partnership-type/sister-city> ;\n"


def test_dump_writes_what_the_data_says(root: Path, tmp_path: Path) -> None:
    answer = run("dump", str(tmp_path / "dumps"), folder=root)
    assert answer.returncode == 0, answer.stderr
    assert (tmp_path / "dumps" / "ghent.ttl").read_bytes() == (root / "data" / "ghent.ttl").read_bytes()
    assert "twinnedWith" not in (tmp_path / "dumps" / "ghent.nt").read_text("utf-8")
    assert "twinnedWith" in (tmp_path / "dumps" / "computed.nt").read_text("utf-8")


def test_data_that_does_not_conform_is_neither_dumped_nor_served(copy: Path) -> None:
    edit(copy / "data" / "ghent.ttl", TYPE + PARTY, PARTY)
    dumped = run("dump", "dumps", folder=copy)
    served = run("serve", "--port", "5999", folder=copy)
    assert dumped.returncode == served.returncode == 1
    assert not (copy / "dumps").exists()
    assert "Partnership-partnershipType" in served.stdout + served.stderr
