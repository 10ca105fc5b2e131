"""Tries out every operation of a site's OpenAPI document with schemathesis.

Usage: python bench/open_api.py [--project FOLDER] [--examples 50]. For each operation, so many requests with
values that fit their schemas and as many with values that do not, in this process. Prints how many were made, and each
failure with the request that shows it; exit code 1 where there is one.
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

from tests.web.api.test_open_api_views import ADDRESS, call_each  # noqa: E402

from kg import project as projects  # noqa: E402
from kg.web.server import http_server  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--project", type=Path, default=ROOT)
    parser.add_argument("--examples", type=int, default=50)
    arguments = parser.parse_args()
    app = http_server.application(projects.load(arguments.project))
    schema = schemathesis.openapi.from_wsgi(ADDRESS, app)
    operations, failures, begin = [result.ok() for result in schema.get_all_operations()], 0, time.monotonic()
    for operation in operations:
        for mode in GenerationMode:
            try:
                call_each(operation, operation.as_strategy(generation_mode=mode), arguments.examples)
            except BaseExceptionGroup as group:
                failures += 1
                print(f"{operation.method.upper()} {operation.path}, {mode.value} values:\n{group.message}\n")
    app.extensions["publication"].close()
    requests = 2 * arguments.examples * len(operations)
    print(f"{len(operations)} operations, about {requests} requests, {time.monotonic() - begin:.0f} s: {failures} fail")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
