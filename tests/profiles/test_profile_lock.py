from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kg.profiles import profile_lock, shipped_profile

PROFILE = shipped_profile.installed("city-ties")


def test_a_lock_names_each_term_shape_and_question(tmp_path: Path) -> None:
    text = profile_lock.written(PROFILE)
    for part in (
        "ontology/city-ties.ttl ct:Partnership",
        "shapes/city-ties.ttl <shape/City-key>",
        "queries/distance.rq",
    ):
        assert f" {part}\n" in text
    (tmp_path / "profile.lock").write_text(text, "utf-8")
    assert profile_lock.changes(PROFILE, tmp_path) == []


def test_changes_are_told_part_by_part(tmp_path: Path) -> None:
    (tmp_path / "profile.lock").write_text(profile_lock.written(PROFILE), "utf-8")
    path = tmp_path / "city-ties.ttl"
    text = PROFILE.files["shapes/city-ties.ttl"].read_text("utf-8")
    path.write_text(
        text.replace("<shape/City-key>\n", "<shape/City-code>\n").replace("1900-01-01", "1800-01-01"), "utf-8"
    )
    files = {**PROFILE.files, "shapes/city-ties.ttl": path}
    del files["queries/distance.rq"]
    changes = [
        (change.kind, change.subject or change.file)
        for change in profile_lock.changes(replace(PROFILE, files=files), tmp_path)
    ]
    assert changes == [
        ("removed", "queries/distance.rq"),
        ("added", "<shape/City-code>"),
        ("removed", "<shape/City-key>"),
        ("changed", "<shape/StatusPeriod-since-1900>"),
    ]
