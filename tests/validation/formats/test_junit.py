from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

from kg.validation import Severity
from kg.validation.formats import junit
from kg.validation.positions.located_report import LocatedReport


def test_junit_has_a_failure_for_each_violation_and_a_pass_for_each_rule_that_is_kept(
    broken_located: LocatedReport,
) -> None:
    root = ElementTree.fromstring(junit.write(broken_located).encode())
    (suite,) = root
    failures = suite.findall("testcase/failure")
    assert len(failures) == broken_located.report.counts()[Severity.VIOLATION] == int(suite.attrib["failures"])
    assert len(suite.findall("testcase")) == int(root.attrib["tests"])
    passed = {case.attrib["classname"] for case in suite.findall("testcase") if len(case) == 0}
    assert "shape/Partnership-party" in passed
    assert passed.isdisjoint({rule.id for rule, _ in broken_located.totals})
    warnings = [case for case in suite.findall("testcase") if case.find("system-out") is not None]
    assert len(warnings) == broken_located.report.counts()[Severity.WARNING]


def test_junit_fails_from_the_severity_that_fails(broken_located: LocatedReport) -> None:
    strict = replace(broken_located, fail_on=Severity.WARNING)
    root = ElementTree.fromstring(junit.write(strict).encode())
    assert int(root.attrib["failures"]) == len(broken_located.report.results)


def test_junit_is_xml_whatever_a_message_holds(nasty: LocatedReport) -> None:
    root = ElementTree.fromstring(junit.write(nasty).encode())
    (out,) = root.findall(".//system-out")
    assert "rood" in (out.text or "")
