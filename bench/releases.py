"""Whether every release answers every question as a build of its files does, and how small the releases are.

Usage: python bench/releases.py [--releases N] [--days N] [--seed N]. A copy of the project is edited by chance (a name,
a date, a certainty, a file that comes or goes), and each state is recorded as a release. Then every named question is
asked of the release, read back from its patches, and of the revision of the files, with its defaults and on the days;
the first difference ends the run. At the end all releases are read again. Seconds are those of the processor.
"""

from __future__ import annotations

import argparse
import gzip
import random
import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from kg import project as projects
from kg import revision as revisions
from kg.answer_changes import changed_answers
from kg.history.releases import recording, release_history
from kg.revision import Revision

ROOT = Path(__file__).resolve().parent.parent
FIRST = datetime(2026, 1, 1, 12, tzinfo=UTC)
CERTAINTIES = ("stated", "inferred", "disputed")


def project(folder: Path) -> Path:
    for name in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "kg.toml", folder)
    return folder


def _name(line: str, chance: random.Random) -> str:
    return line.replace('"', f'"{chance.choice("ABC")}', 1)


def _date(line: str, chance: random.Random) -> str:
    year = line.partition('"')[2][:4]
    return line.replace(f'"{year}', f'"{chance.randint(1950, 2025)}', 1) if year.isdigit() else line


def _certainty(line: str, chance: random.Random) -> str:
    before, mark, _ = line.partition("concept/certainty/")
    return f"{before}{mark}{chance.choice(CERTAINTIES)}> {line.rstrip()[-1]}\n" if mark else line


EDITS: dict[str, Callable[[str, random.Random], str]] = {
    "skos:prefLabel": _name,
    "^^xsd:date": _date,
    "ct:certainty <": _certainty,
}


def edit(folder: Path, number: int, chance: random.Random) -> None:
    """Change a line or three of the data; every tenth time, a file with blank nodes comes or goes."""
    path = folder / "data" / "ghent.ttl"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    for _ in range(chance.randint(1, 3)):
        sign, change = chance.choice(list(EDITS.items()))
        place = chance.choice([place for place, line in enumerate(lines) if sign in line])
        lines[place] = change(lines[place], chance)
    path.write_text("".join(lines), "utf-8")
    extra = folder / "data" / "extra.ttl"
    if number % 20 == 5:
        extra.write_text(f'<urn:a> <urn:b> [ <urn:c> "{number}", [ <urn:d> 1.50 ] ], [ <urn:c> {number} ] .\n', "utf-8")
    elif number % 20 == 15:
        extra.unlink(missing_ok=True)


def days(count: int, chance: random.Random) -> list[date]:
    return [date(1945, 1, 1) + timedelta(days=chance.randrange(365 * 82)) for _ in range(count)]


def compare(past: Revision, scratch: Revision, count: int, chance: random.Random, name: str) -> int:
    """Ask both every question; the number of questions."""
    if list(map(str, past.computed)) != list(map(str, scratch.computed)):
        raise SystemExit(f"{name}: the computed graphs differ")
    answers = changed_answers.between(scratch, past, (), days(count, chance), "en", all_of_them=True)
    if answers.changed:
        raise SystemExit(f"{name}: {[question.name for question in answers.changed]} are answered otherwise")
    return answers.known


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--releases", type=int, default=100)
    parser.add_argument("--days", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    chance, start = random.Random(arguments.seed), time.process_time()
    full = compressed = questions = recorded = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = project(Path(temporary) / "project")
        for number in range(arguments.releases):
            edit(folder, number, chance)
            at = FIRST + timedelta(days=number)
            scratch = revisions.of_files(projects.load(folder), at.date())
            release = recording.record(scratch, at)
            if release is None:
                continue
            recorded += 1
            text = "\n".join(map(str, scratch.dataset.quads)).encode()
            full, compressed = full + len(text), compressed + len(gzip.compress(text))
            past = release_history.of(scratch.project).revision(release)
            questions = compare(past, scratch, arguments.days, chance, release.name)
        release_history.of(projects.load(folder)).check()
        stored = sum(path.stat().st_size for path in (folder / "releases").rglob("*") if path.is_file())
    print(f"{recorded} releases, {questions} questions, {arguments.days} days: all answers are those of a build")
    print(
        f"stored: {stored:,} bytes, {stored / full:.2%} of the N-Quads, {stored / compressed:.2%} of these compressed"
    )
    print(f"{time.process_time() - start:.0f} s of the processor")


if __name__ == "__main__":
    main()
