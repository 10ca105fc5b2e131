from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest

from kg.validation import Severity
from kg.validation.formats import text
from kg.validation.positions.located_report import LocatedReport


def test_text_quotes_the_line_with_carets_under_the_words(broken_located: LocatedReport) -> None:
    block = next(b for b in text.write(broken_located).split("\n\n") if "sister-citi" in b).splitlines()
    place = re.match(r"data/ghent\.ttl:(\d+):24: violation: Give exactly one partnership type", block[0])
    assert place
    assert block[1] == f"{place[1]:>4} |     ct:partnershipType <id/concept/partnership-type/sister-citi> ;"
    assert block[2] == "     |                        " + "^" * 41
    assert block[3:] == [
        "  - skos:inScheme must have the value <id/concept/partnership-type>",
        "  focus node: <id/partnership/be-gent--fr-saint-raphael>",
        "  shape: shape/Partnership-partnershipType (Node)",
        "  help: Did you mean <id/concept/partnership-type/sister-city>?",
    ]


def test_text_counts_an_ideograph_as_two_columns(broken_located: LocatedReport) -> None:
    lines = text.write(broken_located).splitlines()
    number = next(n for n, line in enumerate(lines) if '"ゲント市"@ja , "Ghent"' in line)
    assert lines[number + 1].index("^") == lines[number].index('"Ghent"') + 4


def test_text_is_grouped_by_file_and_ends_with_a_summary(broken_located: LocatedReport) -> None:
    written = text.write(broken_located)
    headings = re.findall(r"^(\S+): \d+ (violation|warning)", written, re.M)
    files = ["data/amiens.trig", "data/ghent.ttl", "data/lille.nt"]
    assert [file for file, kind in headings if kind == "violation"] == files
    assert [kind for _, kind in headings] == sorted(kind for _, kind in headings)
    numbers = broken_located.report.counts()
    expected = f"Does not conform: {numbers[Severity.VIOLATION]} violations, {numbers[Severity.WARNING]} warnings"
    assert written.splitlines()[-1] == f"{expected} in 3 files"


def test_text_speaks_the_readers_language(cut: LocatedReport) -> None:
    written = text.write(cut)
    assert "overtreding: Geef" in written
    assert "focusknoop: " in written
    assert written.splitlines()[-1].startswith("Voldoet niet: ")
    assert f"getoond: 2 van {len(cut.report.results)}" in written


def test_text_in_french_has_a_space_that_does_not_break_before_a_colon(broken_located: LocatedReport) -> None:
    written = text.write(replace(broken_located, languages=("fr",)))
    assert written.splitlines()[-1].startswith("Non conforme\u00a0: ")
    assert "  nœud focus\u00a0: " in written


def test_text_that_is_cut_counts_all_results_by_shape(cut: LocatedReport) -> None:
    lines = text.write(cut).splitlines()
    start = lines.index("Per shape:") + 1
    assert [row.split() for row in lines[start : start + len(cut.totals)]] == [
        [str(number), rule.id] for rule, number in cut.totals
    ]


def test_text_has_colour_only_where_asked(broken_located: LocatedReport) -> None:
    assert "\x1b" not in text.write(broken_located)
    coloured = text.write(broken_located, colour=True)
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == text.write(broken_located)


@pytest.mark.parametrize(
    ("is_terminal", "environment", "expected"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (True, {"TERM": "dumb"}, False),
    ],
)
def test_colour_is_for_terminals_that_have_not_said_no(
    is_terminal: bool, environment: dict[str, str], expected: bool
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return is_terminal

    assert text.wants_colour(Terminal(), environment) is expected


def test_text_never_moves_the_cursor(nasty: LocatedReport) -> None:
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", text.write(nasty))


def test_a_report_without_results_is_one_line(clean: LocatedReport) -> None:
    assert text.write(clean) == "Conforms: 0 violations\n"


def test_what_does_not_fail_is_one_line_unless_it_is_to_be_listed(broken_located: LocatedReport) -> None:
    short, full = text.write(replace(broken_located, lists_all=False)), text.write(broken_located)
    (line,) = [line for line in short.splitlines() if "--warnings" in line]
    numbers, shapes = broken_located.standing_totals()
    assert line.startswith(f"{numbers[Severity.WARNING]} warning")
    assert all(f"{rule.id} ({number})" in line for rule, number in shapes[:8])
    messages = {finding.message for finding in broken_located.standing}
    assert messages
    assert all(message in full and message not in short for message in messages)
    assert full.index("violation: ") < full.index("warning: ")
