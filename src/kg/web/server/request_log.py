"""The log of requests: a JSON object a line, and in none of them an address, a literal or the text of a query."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

from kg.errors import UsageError
from kg.sparql.normal_form import canonical
from kg.web.server.observers import Observation

_QUESTION = re.compile(r'"[0-9a-f]{32}-([0-9a-f]{16})[0-9a-f]{16}-')
"""The digest of the question in the entity tag of an answer."""
_LONGEST_PATH = 200


class RequestLog:
    """Writes to ``file``, or to standard output where that is ``-``; raises UsageError where it cannot be opened.

    A line is written in one piece to the end of the file, so several processes may share it and it may be moved away
    or cut while it is in use.
    """

    def __init__(self, file: str) -> None:
        if file == "-":
            self._descriptor = sys.stdout.fileno()
            return
        try:
            self._descriptor = os.open(Path(file), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640)
        except OSError as error:
            raise UsageError(f"The request log {file} cannot be written: {error.strerror}.") from error

    def __call__(self, seen: Observation) -> None:
        os.write(self._descriptor, (json.dumps(line(seen), ensure_ascii=False) + "\n").encode())


def line(seen: Observation) -> dict[str, object]:
    """What is written of a request; a path that is none of ours may be anything, and is left out."""
    ours = seen.status != HTTPStatus.NOT_FOUND
    fields: dict[str, object] = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "method": seen.method,
        "path": seen.path[:_LONGEST_PATH] if ours else None,
        "status": seen.status,
        "seconds": round(seen.seconds, 6),
        "bytes": seen.size,
        "hit": seen.hit,
    }
    question = _QUESTION.match(seen.etag)
    if question or seen.runs:
        fields["query"] = question[1] if question else digest(seen.runs[0].text)
    if seen.runs:
        fields["waited"] = round(sum(run.waited for run in seen.runs), 6)
        fields["ran"] = round(sum(run.seconds - run.waited for run in seen.runs), 6)
        fields["outcomes"] = [run.outcome for run in seen.runs]
    return fields


def digest(text: str) -> str:
    """The name of a query: the same as in the entity tag of its answer, where no graphs were chosen for it."""
    return hashlib.sha256(canonical(text).encode()).hexdigest()[:16]
