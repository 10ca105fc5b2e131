"""From quads and shapes to the report that names both."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Quad

from kg.validation.judge import judge
from kg.validation.report import ValidationReport


def validate(
    data: Iterable[Quad], shapes: Iterable[Quad], *, dataset_digest: str, shapes_digest: str
) -> ValidationReport:
    """The report on the union of the graphs of ``data``; the digests are the caller's names for the two."""
    return ValidationReport(dataset_digest, shapes_digest, judge(data, shapes))
