"""What is recorded is there whole or not at all, and is small."""

from __future__ import annotations

import gzip
import os
import random
import signal
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad

from kg import dataset as datasets
from kg import project as projects
from kg.errors import RemovedResource, UsageError
from kg.history.releases import recording

from ...commands import edit
from ...fixtures.releases import FIRST, history, record
from ...presence import present


def canonical(quads: Sequence[Quad]) -> set[Quad]:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def changed(folder: Path, number: int) -> None:
    """An edit that a person could make: a name in another form, a note, a file that comes or goes."""
    chance = random.Random(number)
    data = folder / "data" / "ghent.ttl"
    lines = data.read_text("utf-8").splitlines(keepends=True)
    places = [place for place, line in enumerate(lines) if "skos:prefLabel" in line or "rdfs:comment" in line]
    place = chance.choice(places)
    lines[place] = lines[place].replace('"', f'"{number} ', 1)
    data.write_text("".join(lines), "utf-8")
    more = folder / "data" / f"more-{number}.ttl"
    if number % 10 == 3:
        more.write_text(f'<urn:a> <urn:b> [ <urn:c> "{number}", [ <urn:d> _:x ] ], [ <urn:c> 1.50 ] .', "utf-8")
    if number % 10 == 6:
        (folder / "data" / f"more-{number - 3}.ttl").unlink()


@pytest.mark.long
def test_releases_read_back_as_they_were_and_a_hundred_would_take_a_twentieth_of_their_size(copy: Path) -> None:
    """The hundred are recorded in bench/releases.py."""
    states: dict[str, set[Quad]] = {}
    full = compressed = 0
    for number in range(10):
        changed(copy, number)
        release = record(copy, FIRST + timedelta(days=number))
        assert release is not None
        quads = datasets.load(projects.load(copy)).quads
        states[release.name] = canonical(quads)
        text = "\n".join(map(str, quads)).encode()
        full, compressed = len(text), len(gzip.compress(text))
    known = history(copy)
    for name, statements in present(states.items()):
        assert canonical(known.statements(known.find(name))) == statements
    first = known.patch_file(known.releases[0]).stat().st_size
    stored = sum(path.stat().st_size for path in (copy / "releases").rglob("*") if path.is_file())
    of_a_hundred = first + 100 * (stored - first) / 10
    assert of_a_hundred <= 0.05 * 100 * full
    assert of_a_hundred <= 0.05 * 100 * compressed


def test_where_no_statement_differs_nothing_is_recorded(recorded: Path) -> None:
    with (recorded / "data" / "ghent.ttl").open("a", encoding="utf-8") as file:
        file.write("# a comment\n")
    before = (recorded / "releases" / "index.json").read_bytes()
    assert record(recorded, FIRST + timedelta(days=1)) is None
    assert (recorded / "releases" / "index.json").read_bytes() == before


def test_a_release_is_not_older_than_the_one_before(recorded: Path) -> None:
    edit(recorded / "data" / "ghent.ttl", '"Kanazawa"@nl', '"Kanazawa-shi"@nl')
    with pytest.raises(UsageError, match="newest release is of 2026-03-03 12:00:00"):
        record(recorded, FIRST)


def test_a_withdrawn_release_keeps_its_reason_and_its_place(recorded: Path) -> None:
    edit(recorded / "data" / "ghent.ttl", '"Kanazawa"@nl', '"Kanazawa-shi"@nl')
    second = record(recorded, FIRST + timedelta(days=1))
    assert second is not None
    project = projects.load(recorded)
    recording.withdraw(project, second.name, {"en": "A wrong name."}, FIRST + timedelta(days=2))
    known = history(recorded)
    assert known.latest == known.releases[0]
    with pytest.raises(RemovedResource, match="was withdrawn on 2026-03-05") as caught:
        known.revision(known.find(second.name))
    assert caught.value.reasons == {"en": "A wrong name."}
    with pytest.raises(UsageError, match="already"):
        recording.withdraw(project, second.name, {"en": "Again."}, FIRST)
    edit(recorded / "data" / "ghent.ttl", '"Tallinn"@nl', '"Talinn"@nl')
    third = record(recorded, FIRST + timedelta(days=3))
    assert third is not None
    assert third.added == 1
    history(recorded).check()


def test_a_process_killed_before_the_index_leaves_the_last_state(recorded: Path) -> None:
    """The patch is there, the index does not name it; the next one writes it again."""
    edit(recorded / "data" / "ghent.ttl", '"Kanazawa"@nl', '"Kanazawa-shi"@nl')
    script = (
        "import os, signal\n"
        "from datetime import UTC, datetime\n"
        "from pathlib import Path\n"
        "from kg import project, revision\n"
        "from kg.history.releases import recording, release_index\n"
        "release_index.write = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "files = revision.of_files(project.load(Path('.')))\n"
        "recording.record(files, datetime(2026, 3, 4, tzinfo=UTC))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=recorded, check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL
    assert len(list((recorded / "releases").glob("*.rdfp.gz"))) == 2
    known = history(recorded)
    assert len(known.releases) == 1
    known.check()
    assert record(recorded, datetime(2026, 3, 4, tzinfo=UTC)) is not None
    assert len(history(recorded).releases) == 2


def test_a_full_disk_is_one_error_and_leaves_the_releases_as_they_were(
    recorded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(recorded / "data" / "ghent.ttl", '"Kanazawa"@nl', '"Kanazawa-shi"@nl')
    before = {path: path.read_bytes() for path in (recorded / "releases").rglob("*") if path.is_file()}

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UsageError, match="No space left on device"):
        record(recorded, FIRST + timedelta(days=1))
    assert {path: path.read_bytes() for path in (recorded / "releases").rglob("*") if path.is_file()} == before


def test_two_processes_do_not_record_at_a_time(recorded: Path) -> None:
    folder = recorded / "releases"
    script = (
        "import fcntl, os, sys\n"
        f"number = os.open({str(folder)!r}, os.O_RDONLY)\n"
        "fcntl.flock(number, fcntl.LOCK_EX)\n"
        "print('locked', flush=True)\n"
        "sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == "locked\n"
        with pytest.raises(UsageError, match="Another process writes"):
            record(recorded, FIRST + timedelta(days=1))
        other.communicate("")
