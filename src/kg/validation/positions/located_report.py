"""A report with the place of each result, ready to be told in any form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.dataset import Dataset
from kg.project import Project
from kg.shacl.report import Branch, Result, Severity, Term, ValidationReport
from kg.shacl.vocabulary import component
from kg.validation import outcome
from kg.validation.coverage import Coverage
from kg.validation.display_names import Names
from kg.validation.message_texts import word
from kg.validation.messages.blank_node_names import named_blank_nodes
from kg.validation.messages.built_in_messages import BuiltInMessages
from kg.validation.notes import Remark, of_notes
from kg.validation.outcome import Outcome
from kg.validation.positions.data_positions import Files, Place, Target
from kg.validation.positions.malformed_values import consequences
from kg.validation.positions.result_statements import Statements, of_value, target
from kg.validation.shape_descriptions import Rule, Rules
from kg.validation.suggestions import Suggestion, Suggestions

_CLASS = component("Class")


@dataclass(frozen=True, slots=True)
class Inside:
    """A shape inside a finding's constraint as a reader meets it; without findings, the branch's value conforms."""

    branch: Branch
    label: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One result as a reader meets it: the rule it breaks, in their language, at its place, with what may mend it.

    ``messages`` are those of the standard's report; ``inside`` are the shapes to which the constraint refers. Of a
    value of the wrong kind, ``consequences`` are the results that follow from this one; ``follows`` marks those.
    """

    result: Result
    rule: Rule
    message: str
    place: Place | None
    suggestion: Suggestion | None
    messages: tuple[Literal, ...] = ()
    inside: tuple[Inside, ...] = ()
    consequences: tuple[Result, ...] = ()
    follows: bool = False

    @property
    def replacement(self) -> str | None:
        """The Turtle to put at the place, where the suggestion is about the very term that stands there."""
        place = self.place
        return self.suggestion.replacement if self.suggestion and place and place.is_exact and place.is_turtle else None

    @property
    def file(self) -> str | None:
        return self.place.file if self.place else None

    def sort_key(self) -> tuple[str, int, int]:
        """By file, then from top to bottom; what has no place comes last."""
        position = self.place.position if self.place else None
        return (self.file or "\U0010ffff", position.line if position else 0, position.column if position else 0)


@dataclass(frozen=True, slots=True)
class LocatedReport:
    """A report and its findings, in the report's order; no more than asked for are located.

    ``totals`` counts all results by rule, the most frequent first, also those that are not among the findings.
    ``lists_all`` says whether a reader is shown findings that do not make the run fail, or told how many there are.
    ``left_out`` is the number of results that are known and were not asked for, so that the report has not got them.
    """

    report: ValidationReport
    findings: tuple[Finding, ...]
    totals: tuple[tuple[Rule, int], ...]
    rules: Rules
    names: Names
    languages: tuple[str, ...] = ("en",)
    fail_on: Severity = Severity.VIOLATION
    remarks: tuple[Remark, ...] = ()
    left_out: int = 0
    coverage: Coverage | None = None
    lists_all: bool = True

    @property
    def outcome(self) -> Outcome:
        if any(remark.kind == outcome.KIND for remark in self.remarks):
            return Outcome.NOTHING_JUDGED
        fails = not self.report.conforms(self.fail_on) or any(remark.fails for remark in self.remarks)
        return Outcome.DOES_NOT_CONFORM if fails else Outcome.CONFORMS

    @property
    def exit_code(self) -> int:
        """That of the outcome; 0 where it is accepted that nothing was judged."""
        accepted = self.outcome == Outcome.NOTHING_JUDGED and not any(remark.fails for remark in self.remarks)
        return 0 if accepted else self.outcome.exit_code

    @property
    def conforms(self) -> bool:
        return self.outcome == Outcome.CONFORMS

    @property
    def is_cut(self) -> bool:
        return len(self.findings) < len(self.report.results)

    @property
    def leading(self) -> tuple[Finding, ...]:
        """The findings without those that follow from another one on the same value."""
        return tuple(finding for finding in self.findings if not finding.follows)

    @property
    def failing(self) -> tuple[Finding, ...]:
        """The leading findings that make the run fail."""
        return tuple(finding for finding in self.leading if self._fails(finding.result))

    @property
    def standing(self) -> tuple[Finding, ...]:
        """The leading findings that do not make the run fail."""
        return tuple(finding for finding in self.leading if not self._fails(finding.result))

    def standing_totals(self) -> tuple[dict[Severity, int], list[tuple[Rule, int]]]:
        """The numbers of all results that do not make the run fail: by severity; by rule, the most frequent first."""
        results = [result for result in self.report.results if not self._fails(result)]
        severities = Counter(result.severity for result in results)
        rules = Counter(map(self.rules.of, results))
        ordered = sorted(rules.items(), key=lambda pair: (-pair[1], pair[0].id))
        return {severity: severities[severity] for severity in Severity}, ordered

    def _fails(self, result: Result) -> bool:
        return result.severity.rank <= self.fail_on.rank


def by_file(findings: Iterable[Finding]) -> dict[str | None, list[Finding]]:
    """The findings of each file from top to bottom; those without a place under None, last."""
    grouped: dict[str | None, list[Finding]] = {}
    for finding in sorted(findings, key=Finding.sort_key):
        grouped.setdefault(finding.file, []).append(finding)
    return grouped


def located(
    report: ValidationReport,
    project: Project,
    dataset: Dataset,
    shapes: Dataset,
    *,
    languages: tuple[str, ...] = ("en",),
    fail_on: Severity = Severity.VIOLATION,
    max_results: int | None = None,
    seen_from: Path | None = None,
) -> LocatedReport:
    """The report on ``dataset`` by ``shapes`` with its first ``max_results`` results located; no results cost nothing.

    Files are named from ``seen_from``, the folder in which the reader stands, and from the project's root where they
    do not lie in it.
    """
    shown = report.results[:max_results]
    results = [*shown, *_inner(shown)]
    data = Statements(dataset.quads, _nodes(results))
    names = Names.of(project, {**dataset.prefixes, **shapes.prefixes})
    names = replace(names, blank_nodes=named_blank_nodes(results, data, names))
    rules = Rules(shapes.quads, names, languages)
    rule_statements, rule_files = Statements(shapes.quads), Files(project, shapes, seen_from)
    places = _places(results, data, Files(project, dataset, seen_from), rule_statements, rule_files, rules)
    findings = _Findings(
        rules,
        BuiltInMessages(shapes, rules, names, languages, data),
        Suggestions(dataset, shapes, data, rules, names, languages),
        dict(zip(map(id, results), places, strict=True)),
        languages,
    )
    totals: Counter[Rule] = Counter()
    for shape, number in Counter(result.source_shape for result in report.results).items():
        totals[rules.rule(shape)] += number
    ordered = sorted(totals.items(), key=lambda pair: (-pair[1], pair[0].id))
    remarks = of_notes(report, rules, names, rule_statements, rule_files, languages)
    shown_findings = _with_consequences(list(map(findings.finding, shown)), rules, data)
    return LocatedReport(report, shown_findings, tuple(ordered), rules, names, languages, fail_on, remarks)


def _with_consequences(findings: Sequence[Finding], rules: Rules, data: Statements) -> tuple[Finding, ...]:
    results = [finding.result for finding in findings]
    caused = consequences(results, rules, data)
    following = {number for numbers in caused.values() for number in numbers}
    return tuple(
        replace(
            finding,
            consequences=tuple(results[other] for other in caused.get(number, ())),
            follows=number in following,
        )
        for number, finding in enumerate(findings)
    )


def _inner(results: Iterable[Result]) -> Iterator[Result]:
    """The results inside results, at any depth."""
    for result in results:
        for branch in result.branches:
            yield from branch.results
            yield from _inner(branch.results)


def _nodes(results: Iterable[Result]) -> set[Term]:
    """The nodes whose statements are looked up: focus nodes, and values that are nodes of the wrong class."""
    nodes: set[Term] = set()
    for result in results:
        nodes.add(result.focus_node)
        if result.component == _CLASS and result.value is not None:
            nodes.add(result.value)
    return nodes


@dataclass(frozen=True, slots=True)
class _Findings:
    """Makes findings of results; ``places`` has those of results by their identity."""

    rules: Rules
    messages: BuiltInMessages
    suggestions: Suggestions
    places: Mapping[int, Place | None]
    languages: tuple[str, ...] = ("en",)

    def finding(self, result: Result) -> Finding:
        """The result with all that a reader is told of it."""
        return replace(self._inside(result), suggestion=self.suggestions.suggestion(result))

    def _message(self, result: Result) -> str:
        text = self.messages.text(result)
        return f"{text} ({word('inferred', self.languages)})" if result.inferred else text

    def _inside(self, result: Result) -> Finding:
        return Finding(
            result=result,
            rule=self.rules.of(result),
            message=self._message(result),
            place=self.places[id(result)],
            suggestion=None,
            messages=self.messages.literals(result),
            inside=tuple(
                Inside(branch, self.messages.label(branch), tuple(map(self._inside, branch.results)))
                for branch in result.branches
            ),
        )


def _targets(results: Sequence[Result], data: Statements, rules: Rules) -> list[Target | None]:
    """What each result is about; one inside another that is about a literal, that value of the other.

    A literal is no node of the data: where it is first mentioned says nothing.
    """
    around = {id(inner): result for result in results for branch in result.branches for inner in branch.results}
    targets: dict[int, Target | None] = {}
    for result in results:
        outer = around.get(id(result))
        if outer is None or isinstance(result.focus_node, NamedNode | BlankNode):
            targets[id(result)] = target(result, data, rules)
        else:
            targets[id(result)] = of_value(outer, result.focus_node, data) or targets[id(outer)]
    return [targets[id(result)] for result in results]


def _places(
    results: Sequence[Result],
    data: Statements,
    files: Files,
    shapes: Statements,
    shape_files: Files,
    rules: Rules,
) -> list[Place | None]:
    """Where each result stands: in the data, or at its shape where the data never mentions the focus node."""
    targets = _targets(results, data, rules)
    places = files.places(located for located in targets if located)
    absent = (result.source_shape for result, located in zip(results, targets, strict=True) if not located)
    blocks = {shape: shapes.block(shape) for shape in absent}
    shape_places = shape_files.places(block for block in blocks.values() if block)
    return [
        places[located] if located else shape_places.get(block) if (block := blocks[result.source_shape]) else None
        for result, located in zip(results, targets, strict=True)
    ]
