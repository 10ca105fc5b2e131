"""How long ``kg diff`` takes for edits of the data that people make, in a process of its own.

Usage: python bench/diff.py [--runs N]. The project is copied into a git repository; each edit is compared with the
revision before it. Seconds are those on the wall and those of the processors.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KG = str(Path(sys.executable).parent / "kg")
SEEN = '    ct:latestStart "1982-08-31"^^xsd:date ;\n    ct:openAsOf "2021-01-20"^^xsd:date ;\n'
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Byte code is kept, as it usually is: to compile the modules anew takes a quarter of a second."""
EDITS = {
    "nothing": (SEEN, SEEN),
    "an end": (SEEN, '    ct:earliestEnd "2021-01-20"^^xsd:date ;\n    ct:latestEnd "2021-12-31"^^xsd:date ;\n' + SEEN),
    "the name of a publisher": ('foaf:name "AVS"', 'foaf:name "AVS news"'),
    "the type of a partnership": ("partnership-type/sister-city> ;", "partnership-type/partner-city> ;"),
}


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=bench", "-c", "user.email=bench@example.org")
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)


def project(folder: Path) -> Path:
    for name in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "kg.toml", folder)
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", "before")
    return folder


def run(folder: Path) -> tuple[float, float, str]:
    """Seconds on the wall and of the processors, and the output."""
    busy, start = os.times(), time.perf_counter()
    done = subprocess.run(
        [KG, "diff", "HEAD"], cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    if done.returncode > 1:
        raise SystemExit(done.stderr)
    after = os.times()
    spent = after.children_user + after.children_system - busy.children_user - busy.children_system
    return time.perf_counter() - start, spent, done.stdout


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as temporary:
        folder = project(Path(temporary) / "project")
        path = folder / "data" / "ghent.ttl"
        text = path.read_text("utf-8")
        print("edit                        wall s  busy s  lines told")
        for name, (old, new) in EDITS.items():
            assert old in text
            path.write_text(text.replace(old, new, 1), "utf-8")
            measured = [run(folder) for _ in range(runs)]
            wall, busy = (statistics.median(run[part] for run in measured) for part in (0, 1))
            print(f"{name:<26}  {wall:6.2f}  {busy:6.2f}  {len(measured[0][2].splitlines()):10}")


if __name__ == "__main__":
    main()
