"""Prints slow queries for ``kg serve --explain``: the text, and where the time went.

pyoxigraph does not give its plan to Python, so the plan cannot be printed; the command line of Oxigraph prints it for
a query on a dump (``docs/operating.md`` says how).
"""

from __future__ import annotations

import sys
import textwrap

from kg.query_engine.request_context import Run
from kg.web.server.observers import Observation
from kg.web.server.request_log import digest


class SlowQueries:
    """Prints to standard error the queries that took at least ``seconds``, waiting included."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __call__(self, seen: Observation) -> None:
        for run in seen.runs:
            if run.seconds >= self._seconds:
                print(explanation(run), file=sys.stderr, flush=True)


def explanation(run: Run) -> str:
    """A query and its times, for the person who runs the server.

    >>> print(explanation(Run("ASK {}", 0.5, 1.75, 0.25, 1.25, 90, 31, "answer")))
    slow query 1e5e817ec44dd21c: 1.750 s, answer
      waited 0.500 s, first solution after 0.250 s, the rest 1.000 s, handed over 0.000 s
      31 bytes, process at most 90 MiB
        ASK {}
    """
    lines = [f"slow query {digest(run.text)}: {run.seconds:.3f} s, {run.outcome}"]
    if run.first is not None and run.written is not None:
        rest = max(0.0, run.seconds - run.waited - run.written)
        lines.append(
            f"  waited {run.waited:.3f} s, first solution after {run.first:.3f} s, "
            f"the rest {run.written - run.first:.3f} s, handed over {rest:.3f} s"
        )
        lines.append(f"  {run.size:,} bytes, process at most {run.memory_mib} MiB")
    else:
        lines.append(f"  waited {run.waited:.3f} s; how far it came, its process did not live to tell")
    return "\n".join([*lines, textwrap.indent(run.text.strip(), "    ")])
