"""A patch turns the one side into the other."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse

from kg import project as projects
from kg.history import rdf_patch, statement_difference
from kg.history.snapshot import Snapshot, opened

BEFORE = '<urn:s> <urn:p> [ <urn:q> 1 ; <urn:r> ( 1 2 3 ) ], [ <urn:q> 2 ] ; <urn:t> "a\\nb"@nl .\n'
AFTER = '<urn:s> <urn:p> [ <urn:q> 1 ; <urn:r> ( 1 3 ) ], [ <urn:q> 4 ; <urn:u> <urn:v> ] ; <urn:t> "a\\nc"@nl .\n'


def patched(quads: set[Quad], patch: str) -> set[Quad]:
    """What a reader of patches makes of the statements: lines of N-Quads behind a letter."""
    for line in patch.splitlines():
        if line[:2] in ("A ", "D "):
            labels = line[2:].replace("<_:", "_:").replace("> .", "> .")
            text = " ".join(
                word[:-1] if word.startswith("_:") and word.endswith(">") else word for word in labels.split(" ")
            )
            (quad,) = parse(text, RdfFormat.N_QUADS)
            quads = quads - {quad} if line[0] == "D" else quads | {quad}
    return quads


def canonical(quads: set[Quad]) -> set[Quad]:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def compared(side: Snapshot) -> set[Quad]:
    return {quad for quad, _ in side.statements(by_graph=False)}


def test_the_patch_makes_of_the_earlier_statements_the_later_ones(tmp_path: Path) -> None:
    for name, text in (("a.ttl", BEFORE), ("b.ttl", AFTER)):
        (tmp_path / name).write_text(text)
    project = projects.nearest(tmp_path)
    with opened(project, "a.ttl", tmp_path) as before, opened(project, "b.ttl", tmp_path) as after:
        patch = rdf_patch.write(statement_difference.between(before, after))
        assert canonical(patched(compared(before), patch)) == canonical(compared(after))
        assert rdf_patch.write(statement_difference.between(before, after)) == patch
    lines = patch.splitlines()
    assert lines[0].startswith("H id <uuid:")
    assert (lines[1], lines[-1]) == ("TX .", "TC .")
    assert len(lines) < 3 + len(compared(before)) + len(compared(after)) - 5
