from __future__ import annotations

from pathlib import Path

from kg.shacl.report import NoteKind, Severity
from kg.validation.notes import Remark, empty_file, strict


def test_a_remark_names_its_first_items_and_counts_the_others() -> None:
    remark = Remark("kind", "unused", items=tuple(map(str, range(10))))
    assert remark.told() == "unused: 0, 1, 2, 3, 4, 5, 6, 7 and 2 more"
    assert Remark("kind", "text").told() == "text"
    assert Remark("kind", "unused", items=("a",)).told(("nl",)) == "unused: a"


def test_only_shapes_without_focus_nodes_fail_a_strict_run() -> None:
    unused, idle = Remark(NoteKind.UNUSED_TERM, "x"), Remark(NoteKind.NO_FOCUS_NODES, "y", Severity.WARNING)
    assert [remark.fails for remark in strict([unused, idle])] == [False, True]
    warning = empty_file("data/a.ttl", Path("data/a.ttl"), ("en",))
    assert [remark.fails for remark in strict([unused, warning], everything=True)] == [False, True]


def test_an_empty_file_is_a_warning_at_its_place() -> None:
    remark = empty_file("data/a.ttl", Path("data/a.ttl"), ("en",))
    assert remark.weight is Severity.WARNING
    assert remark.place
    assert remark.place.file == "data/a.ttl"
