"""Whoever waits is told how far it is, and whoever does not wait is told nothing."""

from __future__ import annotations

import pytest

from kg.release import progress


def test_nothing_is_told_of_what_is_done_at_once() -> None:
    lines: list[str] = []
    assert list(progress.counted("abc", 3, lines.append, what="letters")) == ["a", "b", "c"]
    assert lines == []


def test_who_waits_longer_is_told_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "SILENT_SECONDS", 0.0)
    lines: list[str] = []
    list(progress.counted("abc", 3, lines.append, what="letters"))
    assert lines == ["1 of 3 letters"]
