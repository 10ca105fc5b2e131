"""The report as JUnit XML, for the test panels of CI services: a suite, a case for each rule and each result.

Readers agree on one failure a case, so every result is a case of its own; what weighs less than ``fail_on`` passes and
says so in its output; a rule that judged nothing is skipped. No standard of the format exists; this is that of
`testmoapp/junitxml <https://github.com/testmoapp/junitxml>`_.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from kg.shacl.report import NoteKind
from kg.validation.message_texts import word
from kg.validation.positions.located_report import Finding, LocatedReport
from kg.validation.shape_descriptions import Rule

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(located: LocatedReport) -> str:
    """One suite; the numbers of tests and failures count what is listed."""
    root = Element("testsuites")
    suite = SubElement(root, "testsuite", name="kg validate")
    broken = {rule.id for rule, _ in located.totals}
    idle = _idle(located)
    for rule in located.rules:
        if rule.id not in broken:
            case = SubElement(suite, "testcase", classname=_xml(rule.id), name=_xml(rule.name), time="0")
            if rule.id in idle:
                SubElement(case, "skipped", message=_xml(word("not applied", located.languages)))
    for finding in located.findings:
        _case(suite, finding, located)
    for remark in located.remarks:
        if remark.fails:
            case = SubElement(suite, "testcase", classname="kg validate", name=_xml(remark.kind), time="0")
            SubElement(case, "failure", message=_xml(remark.told(located.languages)))
    if located.remarks:
        text = "\n".join(remark.told(located.languages) for remark in located.remarks)
        SubElement(suite, "system-out").text = _xml(text)
    tests, failures, skipped = (
        str(len(suite.findall(path))) for path in ("testcase", "testcase/failure", "testcase/skipped")
    )
    for element in (root, suite):
        element.attrib.update(tests=tests, failures=failures, errors="0", skipped=skipped, time="0")
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _idle(located: LocatedReport) -> set[str]:
    """The ids of the rules that judged nothing."""
    kinds = (NoteKind.NO_FOCUS_NODES, NoteKind.NO_TARGET)
    return {located.rules.rule(note.about).id for note in located.report.notes if note.kind in kinds}


def _case(suite: Element, finding: Finding, located: LocatedReport) -> None:
    rule: Rule = finding.rule
    case = SubElement(suite, "testcase", classname=_xml(rule.id), name=_xml(_name(finding, located)), time="0")
    where = ""
    if finding.place:
        case.set("file", _xml(finding.place.file))
        where = finding.place.file
        if finding.place.position:
            case.set("line", str(finding.place.position.line))
            where += f":{finding.place.position.line}:{finding.place.position.column}\n{finding.place.excerpt()}"
    body = "\n".join(part for part in (where, finding.suggestion and finding.suggestion.text) if part)
    if finding.result.severity.rank <= located.fail_on.rank:
        failure = SubElement(case, "failure", type=finding.result.severity.value, message=_xml(finding.message))
        failure.text = _xml(body)
    else:
        SubElement(case, "system-out").text = _xml(f"{finding.result.severity.value}: {finding.message}\n{body}")


def _name(finding: Finding, located: LocatedReport) -> str:
    """The focus node, with the value if there is one, so that a rule's cases can be told apart."""
    result = finding.result
    name = located.names.term(result.focus_node)
    if result.value is None or result.value == result.focus_node:
        return name
    return f"{name} {located.names.term(result.value)}"[:400]


def _xml(text: str) -> str:
    """Without the characters that `XML 1.0 §2.2 <https://www.w3.org/TR/xml/#charsets>`_ does not allow."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
