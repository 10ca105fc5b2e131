"""The report as one HTML page for readers: by shape, each result with its place and the line it is about.

It has no script and loads nothing, so it can be mailed, kept as an artefact of a CI run, or opened from a disk.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from kg.sparql import property_path as paths
from kg.validation.formats.text import shortened, visible
from kg.validation.message_texts import counts, labelled, word
from kg.validation.messages import inner_findings
from kg.validation.outcome import Outcome
from kg.validation.positions.data_positions import Place
from kg.validation.positions.located_report import Finding, LocatedReport
from kg.validation.shape_descriptions import Rule, constraint

_STYLE = """
:root { color-scheme: light dark; --violation: #b3261e; --warning: #8a5a00; --info: #1f5fa8; --line: #8886; }
@media (prefers-color-scheme: dark) { :root { --violation: #ff9a92; --warning: #f0c060; --info: #9cc7ff; } }
html { background: Canvas; color: CanvasText; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; } h3 { font-size: 1rem; margin: 0; }
article { border-top: 1px solid var(--line); padding: .75rem 0; }
.violation, .error { color: var(--violation); } .warning { color: var(--warning); } .info { color: var(--info); }
table { border-collapse: collapse; } th, td { text-align: start; padding: .2rem .8rem .2rem 0; vertical-align: top; }
th { overflow-wrap: normal; } td.number { text-align: end; }
pre { white-space: pre-wrap; border: 1px solid var(--line); padding: .5rem; margin: .5rem 0; unicode-bidi: isolate; }
pre.inside { border: 0; padding: 0; font: inherit; }
mark { background: none; color: inherit; font-weight: 700; text-decoration: underline wavy; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 .8rem; margin: .5rem 0; } dd { margin: 0; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; } dd { margin-inline-start: 1rem; } }
"""


def write(located: LocatedReport) -> str:
    """The page: the verdict, the numbers by shape, what is remarked, and the results, those of severe shapes first."""
    language = next(iter(located.languages), "en")
    title = word("report", located.languages)
    head = (
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(title)}: {_text(_verdict(located))}</title>\n<style>{_STYLE}</style>"
    )
    body = "\n".join(_body(located, title))
    page = f"<head>\n{head}\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>"
    return f'<!doctype html>\n<html lang="{escape(language)}">\n{page}\n</html>\n'


def _body(located: LocatedReport, title: str) -> Iterator[str]:
    kind = "" if located.conforms else ' class="violation"'
    yield f"<h1>{_text(title)}</h1>\n<p><strong{kind}>{_text(_verdict(located))}</strong></p>"
    by_rule: dict[Rule, list[Finding]] = {}
    for finding in sorted(located.leading, key=Finding.sort_key):
        by_rule.setdefault(finding.rule, []).append(finding)
    by_rule = {rule: by_rule[rule] for rule, _ in located.totals if rule in by_rule}
    anchors = {rule: f"shape-{number}" for number, (rule, _) in enumerate(located.totals, 1)}
    if located.totals:
        yield from _totals(located, {rule: anchor for rule, anchor in anchors.items() if rule in by_rule})
    if located.is_cut:
        shown, total = len(located.findings), len(located.report.results)
        yield f"<p>{_text(word('shown', located.languages, shown=shown, total=total).capitalize())}</p>"
    if located.remarks:
        yield "<ul>"
        for remark in located.remarks:
            kind = "error" if remark.fails else remark.weight
            yield f'<li class="{kind}">{_text(remark.told(located.languages))}</li>'
        yield "</ul>"
    for rule in sorted(by_rule, key=lambda rule: min(finding.result.severity.rank for finding in by_rule[rule])):
        yield from _section(rule, anchors[rule], by_rule[rule], located)


def _verdict(located: LocatedReport) -> str:
    verdict = word(located.outcome, located.languages).capitalize()
    numbers = counts(located.report.counts(), located.languages)
    is_counted = numbers and located.outcome != Outcome.NOTHING_JUDGED
    return labelled(verdict, numbers, located.languages) if is_counted else verdict


def _totals(located: LocatedReport, anchors: dict[Rule, str]) -> Iterator[str]:
    heads = (word(key, located.languages) for key in ("shape", "results"))
    yield "<table>\n<tr>" + "".join(f"<th>{_text(head)}</th>" for head in heads) + "</tr>"
    for rule, number in located.totals:
        name = _text(rule.name)
        link = f'<a href="#{anchors[rule]}">{name}</a>' if rule in anchors else name
        yield f'<tr><td>{link}</td><td class="number">{number}</td></tr>'
    yield "</table>"


def _section(rule: Rule, anchor: str, findings: list[Finding], located: LocatedReport) -> Iterator[str]:
    yield f'<section id="{anchor}">\n<h2>{_text(rule.name)}</h2>'
    texts = dict.fromkeys(text for text in (rule.explanation, rule.advice) if text not in (rule.name, rule.id))
    yield "".join(f"<p>{_text(text)}</p>" for text in texts)
    yield f"<p><code>{_text(rule.id)}</code></p>"
    for finding in findings:
        yield from _finding(finding, located)
    yield "</section>"


def _finding(finding: Finding, located: LocatedReport) -> Iterator[str]:
    result, names, place = finding.result, located.names, finding.place
    severity = result.severity
    label = word(severity.value, located.languages)
    yield f'<article>\n<h3><span class="{severity}">{_text(label)}</span>: {_text(finding.message)}</h3>'
    yield f"<p><code>{_text(_where(place) or word('nowhere', located.languages))}</code></p>"
    if place and place.position:
        before, term, after = map(_text, place.marked_excerpt())
        yield f'<pre dir="ltr"><code>{before}<mark>{term}</mark>{after}</code></pre>'
    inside = inner_findings.lines(finding, located)
    if inside:
        yield f'<pre class="inside">{_text(chr(10).join(inside))}</pre>'
    facts = {
        "focus node": names.term(result.focus_node),
        "path": None if result.path is None else paths.text(result.path, names.term),
        "value": None if result.value is None or result.value == result.focus_node else names.term(result.value),
        "shape": f"{finding.rule.id} ({constraint(result)})",
        "help": finding.suggestion.text if finding.suggestion else None,
    }
    rows = ((word(key, located.languages), fact) for key, fact in facts.items() if fact is not None)
    yield (
        "<dl>"
        + "".join(f"<dt>{_text(key)}</dt><dd><bdi>{_text(shortened(fact))}</bdi></dd>" for key, fact in rows)
        + "</dl>"
    )
    yield "</article>"


def _where(place: Place | None) -> str:
    if place is None or place.position is None:
        return place.file if place else ""
    return f"{place.file}:{place.position.line}:{place.position.column}"


def _text(text: str) -> str:
    return escape(visible(text))
