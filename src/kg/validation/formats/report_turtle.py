"""The report as the results graph of `SHACL §3.6 <https://www.w3.org/TR/shacl/#validation-report>`_, in Turtle.

It says what the standard says and no more, so any SHACL tool reads it: places are for people, in the other forms.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pyoxigraph import Triple

from kg.rdf import turtle
from kg.shacl.interface import results_graph
from kg.shacl.report import Result
from kg.validation import outcome
from kg.validation.outcome import Outcome
from kg.validation.positions.located_report import Finding, LocatedReport


def write(located: LocatedReport) -> str:
    """Canonical Turtle: the same findings are the same text.

    Where nothing was judged, neither verdict of the standard is true, so there is a comment and no report.
    """
    if located.outcome == Outcome.NOTHING_JUDGED:
        texts = (remark.told(located.languages) for remark in located.remarks if remark.kind == outcome.KIND)
        return "".join(f"# {line}\n" for text in texts for line in text.splitlines())
    return turtle.write(triples(located), base=located.names.base or None, prefixes=located.names.prefixes)


def triples(located: LocatedReport) -> Iterator[Triple]:
    """The results graph of the findings; ``sh:conforms`` is false for any result, whatever its severity."""
    is_clean = located.report.shacl_conforms and not located.left_out
    return results_graph.triples(map(_as_told, located.findings), conforms=is_clean)


def _as_told(finding: Finding) -> Result:
    """The result with the messages that a reader is given, inside too."""
    branches = tuple(
        replace(branch, results=tuple(map(_as_told, inside.findings)))
        for branch, inside in zip(finding.result.branches, finding.inside, strict=True)
    )
    return replace(finding.result, messages=tuple(finding.messages), branches=branches)
