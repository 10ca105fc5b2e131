"""The report for a terminal: by file, each result with the line it is about and a caret under the words.

Places are ``file:line:column``, which terminals and editors open. Colour is for terminals only, and
`NO_COLOR <https://no-color.org>`_ turns it off.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TextIO
from unicodedata import combining, east_asian_width

from kg.shacl.report import Severity
from kg.sparql import property_path as path
from kg.validation import coverage_table
from kg.validation.message_texts import count, counts, labelled, word
from kg.validation.messages import inner_findings
from kg.validation.outcome import Outcome
from kg.validation.positions.data_positions import Place
from kg.validation.positions.located_report import Finding, LocatedReport, by_file
from kg.validation.shape_descriptions import constraint

_BOLD, _DIM, _RESET = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_COLOURS = {Severity.VIOLATION: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m", Severity.INFO: "\x1b[1;36m"}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_WIDTH = 110
_LISTED = 8


def wants_colour(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether the reader is at a terminal that shows colours and has not asked for none."""
    return stream.isatty() and not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"


def write(located: LocatedReport, *, colour: bool = False) -> str:
    """The whole report, ending with a summary line."""
    return _Writer(located, colour=colour).text()


class _Writer:
    def __init__(self, located: LocatedReport, *, colour: bool) -> None:
        self._located = located
        self._languages = located.languages
        self._colour = colour

    def text(self) -> str:
        located = self._located
        groups = list(by_file(located.failing).items())
        if located.lists_all:
            groups += by_file(located.standing).items()
        blocks = []
        for file, findings in groups:
            results = (result for finding in findings for result in (finding.result, *finding.consequences))
            severities = Counter(result.severity for result in results)
            number = counts({severity: severities[severity] for severity in Severity}, self._languages)
            blocks.append(f"{self._paint(file or self._word('nowhere'), _BOLD)}: {number}\n")
            blocks += ["".join(f"{line}\n" for line in self._finding(finding)) for finding in findings]
        if not located.lists_all:
            blocks += self._standing()
        if self._located.is_cut:
            blocks.append("".join(f"{line}\n" for line in self._totals()))
        if self._located.coverage:
            blocks.append(coverage_table.table(self._located.coverage, self._languages))
        if self._located.remarks:
            blocks.append("".join(f"{line}\n" for line in self._remarks()))
        return "\n".join([*blocks, self._summary()])

    def _standing(self) -> Iterator[str]:
        """One line on the results that do not make the run fail."""
        severities, rules = self._located.standing_totals()
        if rules:
            number = counts(severities, self._languages)
            shapes = ", ".join(f"{rule.id} ({number})" for rule, number in rules[:_LISTED])
            more = len(rules) - _LISTED
            shapes += f" {word('and more', self._languages, count=more)}" if more > 0 else ""
            yield f"{visible(word('standing', self._languages, count=number, shapes=shapes))}\n"

    def _finding(self, finding: Finding) -> Iterator[str]:
        result, names = finding.result, self._located.names
        severity = self._paint(self._word(result.severity.value), _COLOURS[result.severity])
        place = finding.place
        where = f"{_where(place)}: " if place else ""
        message = visible(finding.message).replace("\n", "\n  ")
        yield f"{self._paint(where, _BOLD)}{severity}: {message}"
        if place and place.position:
            yield from self._excerpt(place, _COLOURS[result.severity])
        yield from (f"  {visible(line)}" for line in inner_findings.lines(finding, self._located))
        facts = {"focus node": names.term(result.focus_node)}
        if result.path is not None and not (place and place.is_exact):
            facts["path"] = path.text(result.path, names.term)
        if result.value is not None and result.value != result.focus_node and not (place and place.is_exact):
            facts["value"] = names.term(result.value)
        facts["shape"] = f"{finding.rule.id} ({constraint(result)})"
        if finding.suggestion:
            facts["help"] = finding.suggestion.text
        for label, fact in facts.items():
            yield f"  {labelled(self._paint(self._word(label), _DIM), shortened(fact), self._languages)}"

    def _excerpt(self, place: Place, colour: str) -> Iterator[str]:
        """The line with a caret under each column of the term, or of its first line."""
        assert place.position is not None
        start = place.position.column - 1
        end = place.position.end_column - 1 if place.position.end_line == place.position.line else len(place.line)
        cut = max(0, start - _WIDTH // 2) if len(place.line) > _WIDTH else 0
        line = place.line[cut : cut + _WIDTH]
        before, term = line[: start - cut], line[start - cut : end - cut]
        gutter = str(place.position.line).rjust(4)
        carets = "^" * max(1, _columns(term))
        padding = "".join("\t" if character == "\t" else " " * _columns(character) for character in before)
        yield f"{self._paint(f'{gutter} |', _DIM)} {visible(line)}"
        yield f"{self._paint('     |', _DIM)} {padding}{self._paint(carets, colour)}"

    def _totals(self) -> Iterator[str]:
        yield f"{self._word('by shape').capitalize()}:"
        for rule, number in self._located.totals:
            yield f"{number:8}  {rule.id}"

    def _remarks(self) -> Iterator[str]:
        for remark in self._located.remarks:
            loud = "error" if remark.fails else remark.weight.value if remark.weight != Severity.INFO else "note"
            colour = _COLOURS[Severity.VIOLATION if remark.fails else remark.weight]
            label = self._paint(self._word(loud), colour)
            yield labelled(label, visible(remark.told(self._languages)), self._languages)

    def _summary(self) -> str:
        located = self._located
        verdict = self._word(located.outcome).capitalize()
        colour = "\x1b[1;32m" if located.conforms else _COLOURS[Severity.VIOLATION]
        if located.outcome == Outcome.NOTHING_JUDGED:
            return f"{self._paint(verdict, colour)}\n"
        parts = [counts(located.report.counts(), self._languages) or count(Severity.VIOLATION, 0, self._languages)]
        files = len({finding.file for finding in located.findings if finding.file})
        if files and not located.is_cut:
            parts[0] += " " + word("in files" if files > 1 else "in file", self._languages, count=files)
        if located.is_cut:
            shown, total = len(located.findings), len(located.report.results)
            parts.append(word("shown", self._languages, shown=shown, total=total))
        return f"{labelled(self._paint(verdict, colour), ', '.join(parts), self._languages)}\n"

    def _word(self, key: str) -> str:
        return word(key, self._languages)

    def _paint(self, text: str, colour: str) -> str:
        return f"{colour}{text}{_RESET}" if self._colour and text else text


def _where(place: Place) -> str:
    position = place.position
    return f"{place.file}:{position.line}:{position.column}" if position else place.file


def visible(text: str) -> str:
    """Without characters that would move the cursor, change colours or turn the direction of the text."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def _columns(text: str) -> int:
    """How many columns of a terminal the text fills: an ideograph two, an accent that joins its letter none."""
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def shortened(text: str) -> str:
    """One line, and not more than two of a terminal."""
    text = visible(text.replace("\n", "\\n"))
    return text if len(text) <= 2 * _WIDTH else f"{text[: 2 * _WIDTH]}…"
