"""How fast answers that are remembered are sent, beside nginx that serves the same bytes from files, paired in one run.

    python bench/hot_answers.py [--graph FILE] [--seconds N] [--workers N]

The mix of `query.py`: each of its queries over and over, to `kg serve` as a query and to nginx as the path of a file
that holds the same answer. nginx has one worker, or as many as are said. Needs wrk and nginx. Of the pairs the one with
the median ratio is shown, and the least and the greatest ratio.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request, urlopen

from attack import ACCEPT
from dumps import nginx

from query import HEAVY, Server, large, measure, ours, queries, running, settled

ROOT = Path(__file__).resolve().parent.parent
CLIENTS, PAIRS = (1, 8, 64), 7


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--graph", type=Path)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    texts = queries("be-antwerp" if options.graph else "be-gent")
    mix = {name: text for name, text in texts.items() if name not in HEAVY}
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as stack:
        Path(temporary).chmod(0o755)
        answers = Path(temporary) / "answers"
        answers.mkdir()
        folder = large(options.graph, Path(temporary) / "project") if options.graph else ROOT
        us = stack.enter_context(running("ours", "/sparql?query=", ours(folder)))
        for name, text in mix.items():
            request = Request(f"http://127.0.0.1:{us.port}{us.path}{quote(text)}", headers={"Accept": ACCEPT})
            with urlopen(request, timeout=60) as answer:
                (answers / f"{name}.json").write_bytes(answer.read())
        files = Server("nginx", stack.enter_context(nginx(answers, "", options.workers)).port, "/")
        settled()
        sizes = [file.stat().st_size for file in answers.glob("*.json")]
        print(f"{len(sizes)} answers of {min(sizes):,} to {max(sizes):,} bytes; nginx with {options.workers} workers\n")
        print("| clients | ours /s | nginx /s | ratio | from–to | ours p50, p99 ms | nginx p50, p99 ms | bad |")
        print("| --- | --- | --- | --- | --- | --- | --- | --- |")
        for clients in CLIENTS:
            pairs = []
            for _ in range(PAIRS):
                mine = measure(us, list(mix.values()), clients, options.seconds, cold=False)
                theirs = measure(files, [f"{name}.json" for name in mix], clients, options.seconds, cold=False)
                pairs.append((mine, theirs))
            ratios = sorted(mine.per_second / theirs.per_second for mine, theirs in pairs)
            middle = statistics.median(ratios)
            mine, theirs = next(pair for pair in pairs if pair[0].per_second / pair[1].per_second == middle)
            print(
                f"| {clients} | {mine.per_second:,.0f} | {theirs.per_second:,.0f} | {middle:.2f} | "
                f"{ratios[0]:.2f}–{ratios[-1]:.2f} | {mine.median:.2f}, {mine.p99:.1f} | "
                f"{theirs.median:.2f}, {theirs.p99:.1f} | {mine.bad}, {theirs.bad} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
