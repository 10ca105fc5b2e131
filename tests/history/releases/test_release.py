"""A release has a name, and says what came and went with it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from pyoxigraph import NamedNode

from kg import project as projects
from kg import revision as revisions
from kg.history.releases.release import ReleaseChanges

from ...commands import edit
from ...fixtures.releases import FIRST, history, record


def test_a_release_is_named_by_its_day_and_the_digest_of_its_revision(recorded: Path) -> None:
    revision = revisions.of_files(projects.load(recorded), FIRST.date())
    (release,) = history(recorded).releases
    assert release.name == f"2026-03-03-{revision.digest[:12]}"
    assert (release.at, release.digest) == (FIRST, revision.digest)
    assert release.statements == release.added == len(revision.dataset.quads)
    assert release.graphs["https://w3id.org/city-ties/graph/data/ghent"].removed == 0


def test_what_changed_is_told_for_each_graph(recorded: Path) -> None:
    edit(recorded / "data" / "ghent.ttl", '"Kanazawa"@nl', '"Kanazawa-shi"@nl')
    release = record(recorded, FIRST + timedelta(days=1))
    assert release is not None
    changes = history(recorded).changes(release)
    assert [str(quad.object) for quad in changes.removed] == ['"Kanazawa"@nl']
    assert [str(quad.object) for quad in changes.added] == ['"Kanazawa-shi"@nl']
    touched = {graph: (size.added, size.removed) for graph, size in release.graphs.items() if size.added}
    assert touched == {"https://w3id.org/city-ties/graph/data/ghent": (1, 1)}
    assert changes.of_graph(NamedNode("https://w3id.org/city-ties/graph/data/ghent")) == changes
    assert changes.of_graph(NamedNode("https://w3id.org/city-ties/graph/data/catalog")) == ReleaseChanges((), ())
    assert history(recorded).releases[1] == release
