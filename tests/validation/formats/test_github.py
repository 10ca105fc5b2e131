from __future__ import annotations

import re

from kg.validation.formats import github
from kg.validation.positions.located_report import LocatedReport


def test_github_commands_name_file_line_and_columns(broken_located: LocatedReport) -> None:
    lines = github.write(broken_located).splitlines()
    commands = [line for line in lines if line.startswith("::") and ",title=" in line]
    assert len(commands) == len(broken_located.findings)
    line = next(each for each in commands if "sister-city" in each)
    pattern = (
        r"::error file=data/ghent\.ttl,line=(\d+),endLine=\1,col=24,endColumn=64,title=Partnership-partnershipType::"
    )
    assert re.match(pattern, line)
    assert line.endswith("%0ADid you mean <id/concept/partnership-type/sister-city>?")


def test_github_commands_escape_what_ends_them(nasty: LocatedReport) -> None:
    command, verdict = github.write(nasty).splitlines()
    assert verdict == "Voldoet: 1 waarschuwing"
    head, _, message = command[2:].partition("::")
    assert head.startswith("warning ")
    assert "100%25 sûr" in message
    assert "%0D%0A::error::" in message
    properties = dict(part.split("=", 1) for part in head.removeprefix("warning ").split(","))
    assert set(properties) <= {"file", "line", "endLine", "col", "endColumn", "title"}
