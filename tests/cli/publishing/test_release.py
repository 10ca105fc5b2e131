"""``kg release`` as somebody uses it who keeps what a city published."""

from __future__ import annotations

from pathlib import Path

import pytest

from ...commands import call, edit


def test_a_release_is_added_listed_checked_and_withdrawn(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772539200")  # 3 March 2026, noon
    first = call("release", "add", folder=copy)
    assert first.code == 0, first.err
    name = first.out.strip()
    assert name.startswith("2026-03-03-")
    again = call("release", "add", folder=copy)
    assert (again.code, again.out) == (0, "")
    assert "Nothing differs" in again.err
    edit(copy / "data" / "ghent.ttl", '"Kanazawa"@nl', '"Kanazawa-shi"@nl')
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    second = call("release", "add", folder=copy)
    assert "1 added, 1 removed" in second.err
    gone = call("release", "withdraw", second.out.strip(), "--reason", "en", "A wrong name.", folder=copy)
    assert gone.code == 0, gone.err
    lines = call("release", "list", folder=copy).out.splitlines()
    assert lines[0].startswith(f"{name}\t")
    assert lines[1].startswith(f"{second.out.strip()}\t")
    assert "\t+1\t-1\twithdrawn " in lines[1]
    assert "2 releases" in call("release", "check", folder=copy).err
    (copy / "releases" / f"{name}.rdfp.gz").write_bytes(b"")
    damaged = call("release", "check", folder=copy)
    assert damaged.code == 2
    assert f"releases/{name}.rdfp.gz: the file is not as it was" in damaged.err


def test_a_release_that_is_not_there_is_no_release_to_withdraw(copy: Path) -> None:
    done = call("release", "withdraw", "2026-03-03-0", "--reason", "en", "why", folder=copy)
    assert done.code == 2
    assert "There is no release 2026-03-03-0" in done.err


def test_data_that_does_not_conform_is_no_release(copy: Path) -> None:
    edit(copy / "data" / "ghent.ttl", "a ct:Partnership", "a ct:City")
    done = call("release", "add", folder=copy)
    assert done.code == 1
    assert not (copy / "releases" / "index.json").exists()
