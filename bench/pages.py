"""How long pages take: made anew, and given again from memory; and how large they are.

"Cold CPU" is what this process computed, which means something on a busy machine too; "wall" is what a reader waits.

Usage: python bench/pages.py [FILE]. Measures the project in this folder, or, with FILE, a project of its ontology and
that file of data, such as bench/twin_towns.py writes. A page is made anew for each host that asks, so a host of its own
for each request makes it cold; what pages share is made before, as the server does once it answers.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from flask.testing import FlaskClient

from kg import dataset as datasets
from kg import project as projects
from kg import revision as revisions
from kg.edition import Publication
from kg.project import Project
from kg.revision import Revision
from kg.shacl.report import ValidationReport
from kg.web.application import create_app
from kg.web.server.warmup import warm

ROOT = Path(__file__).resolve().parent.parent
RUNS = 9
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "en", "Accept-Encoding": "zstd"}
PAGES = ["/", "/partnerships", "/partnerships?on=2015-06-01", "/cities", "/networks", "/sources", "/queries/", "/data",
         "/quality", "/ns", "/pictures/", "/search?q=ghent", "/sparql"]  # fmt: skip


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = with_data(Path(folder), Path(sys.argv[1])) if len(sys.argv) > 1 else projects.load(ROOT)
        revision = unjudged(project)
        publication = Publication(project, lambda _: revision, today=lambda: revision.day)
        app = create_app(project, publication)
        start = time.perf_counter()
        warm(app)
        print(f"{len(revision.dataset.quads):,} statements; shared parts made in {time.perf_counter() - start:.1f} s")
        print(f"{'page, times in ms':58} {'kB':>6} {'sent':>6} {'cold CPU':>8} {'wall':>9} {'worst':>6} {'again':>7}")
        for path in [*PAGES, *documents(revision)]:
            measure(app.test_client(), path)
        publication.close()


def measure(client: FlaskClient, path: str) -> None:
    cold, again, work = [], [], []
    for run in range(RUNS):
        headers = {**BROWSER, "Host": f"host-{run}.example"}
        before = time.process_time()
        for times in (cold, again):
            start = time.perf_counter()
            answer = client.get(path, headers=headers)
            times.append((time.perf_counter() - start) * 1_000)
            if times is cold:
                work.append((time.process_time() - before) * 1_000)
    plain = client.get(path, headers={**BROWSER, "Accept-Encoding": "identity"})
    status = "" if answer.status_code == 200 else f"  {answer.status_code}"
    sizes = f"{len(plain.data) / 1_000:6.0f} {len(answer.data) / 1_000:6.0f}"
    wall = f"{statistics.median(cold):9.1f} {max(cold):6.0f} {statistics.median(again):7.2f}"
    print(f"{path:58} {sizes} {statistics.median(work):8.1f} {wall}{status}", flush=True)


def documents(revision: Revision) -> list[str]:
    """The document with the most statements of each class of ours."""
    base = revision.project.base
    most: dict[str, tuple[int, str]] = {}
    for node in revision.subjects():
        if not hasattr(node, "value") or not node.value.startswith(f"{base}id/") or "#" in node.value:
            continue
        kind = node.value.removeprefix(f"{base}id/").partition("/")[0]
        most[kind] = max(most.get(kind, (0, "")), (len(revision.about(node)), node.value))
    return [f"/doc/{iri.removeprefix(f'{base}id/')}.html" for _, iri in sorted(most.values())]


def unjudged(project: Project) -> Revision:
    """A revision of data that is not judged here: the large graph has the faults of its lists."""
    dataset = datasets.load(project)
    return revisions.build(project, dataset, ValidationReport(dataset.digest, "none", ()), date(2026, 11, 24))


def with_data(folder: Path, file: Path) -> Project:
    for name in ("ontology", "shapes", "queries"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "data").mkdir()
    shutil.copy(file, folder / "data" / file.name)
    shutil.copy(ROOT / "kg.toml", folder)
    return projects.load(folder)


if __name__ == "__main__":
    main()
