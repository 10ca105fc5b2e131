"""Tries out every operation of a site's OpenAPI document with schemathesis.

Usage: python bench/open_api.py [--project FOLDER] [--examples 50] [--seconds 600]. For each operation, so many requests
with values that fit their schemas and as many with values that do not, in this process. No operation takes more than
its share of the seconds; what was cut short is named. Prints each failure with the request that shows it; exit code 1
where there is one.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import schemathesis
from schemathesis import GenerationMode

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.web.api.test_open_api_views import ADDRESS, TimeIsUp, call_each  # noqa: E402

from kg import project as projects  # noqa: E402
from kg.web.server import http_server  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--project", type=Path, default=ROOT)
    parser.add_argument("--examples", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=600)
    arguments = parser.parse_args()
    app = http_server.application(projects.load(arguments.project))
    schema = schemathesis.openapi.from_wsgi(ADDRESS, app)
    operations, failures, begin = [result.ok() for result in schema.get_all_operations()], 0, time.monotonic()
    rounds = [(operation, mode) for operation in operations for mode in GenerationMode]
    cut_short = []
    for number, (operation, mode) in enumerate(rounds):
        now = time.monotonic()
        share = (begin + arguments.seconds - now) / (len(rounds) - number)
        name = f"{operation.method.upper()} {operation.path}, {mode.value} values"
        if share <= 0:
            cut_short.append(name)
            continue
        try:
            call_each(operation, operation.as_strategy(generation_mode=mode), arguments.examples, now + share)
        except TimeIsUp:
            cut_short.append(name)
        except BaseExceptionGroup as group:
            failures += 1
            print(f"{name}:\n{group.message}\n", flush=True)
    app.extensions["publication"].close()
    print(f"Cut short: {'; '.join(cut_short) or 'none'}")
    took = time.monotonic() - begin
    print(f"{len(rounds)} rounds of {len(operations)} operations, {took:.0f} s: {failures} fail")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
