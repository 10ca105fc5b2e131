"""``kg upgrade`` with a project that pins an earlier version of the package."""

from __future__ import annotations

from pathlib import Path

from kg.profiles import profile_lock, shipped_profile

from ...commands import call, edit


def test_another_version_is_refused_shown_and_taken(other_city: Path) -> None:
    edit(other_city / "kg.toml", '"0.1.0"', '"0.0.9"')
    refused = call("validate", folder=other_city)
    assert refused.code == 2
    assert refused.err.startswith("kg: kg.toml pins city-ties 0.0.9, and 0.1.0 is installed.\n  kg upgrade shows")
    text = profile_lock.written(shipped_profile.installed("city-ties"))
    lock = other_city / "profile.lock"
    lock.write_text(f"0{text[1:]}".replace(" queries/distance.rq\n", " queries/far-away.rq\n"), "utf-8")
    shown = call("upgrade", folder=other_city)
    assert shown.code == 1, shown.err
    assert shown.out == (
        "city-ties 0.0.9 → 0.1.0: 2 parts differ.\n"
        "  added    queries/distance.rq: How far is each partner from {city}, "
        "and which lie within a number of kilometres?\n"
        "  removed  queries/far-away.rq\n"
        "The data conforms with it.\nNothing is written: kg upgrade --apply takes it.\n"
    )
    assert call("upgrade", "--apply", folder=other_city).code == 0
    assert 'version = "0.1.0"' in (other_city / "kg.toml").read_text("utf-8")
    assert lock.read_text("utf-8") == text
    assert call("upgrade", folder=other_city).out == "city-ties 0.1.0 → 0.1.0: no part differs.\n"
    assert call("validate", folder=other_city).code == 0


def test_a_later_version_with_the_same_profile_is_taken_without_a_word(other_city: Path) -> None:
    edit(other_city / "kg.toml", '"0.1.0"', '"0.0.9"')
    (other_city / "profile.lock").write_text(profile_lock.written(shipped_profile.installed("city-ties")), "utf-8")
    assert call("validate", folder=other_city).code == 0


def test_without_a_lock_what_differs_is_not_known(other_city: Path) -> None:
    shown = call("upgrade", folder=other_city)
    assert (shown.code, shown.err) == (1, "")
    assert "what differs is not known, for there is no profile.lock.\nThe data conforms with it.\n" in shown.out


def test_a_project_without_a_profile_has_nothing_to_upgrade(copy: Path) -> None:
    refused = call("upgrade", folder=copy)
    assert (refused.code, "uses no profile" in refused.err) == (2, True)
