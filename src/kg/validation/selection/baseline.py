"""A baseline: findings that are known and tolerated, in a file that diffs well, so that only new ones fail.

A finding is known by focus node, path, value, component and source shape; neither its place nor its message counts, so
a baseline survives moved lines and better words. Blank nodes have no names that last: those findings are counted.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from pyoxigraph import BlankNode

from kg.errors import UsageError
from kg.shacl.report import Result, Term
from kg.sparql import property_path as paths
from kg.validation.shape_descriptions import Rules

VERSION = 1
_LONG = 300
_BLANK = "_:"


class Identity(NamedTuple):
    """What a finding is known by; terms are in N-Triples, long values cut and followed by their digest."""

    focus_node: str
    source_shape: str
    component: str
    path: str
    value: str

    @classmethod
    def of(cls, result: Result, rules: Rules) -> Identity:
        """A shape without an IRI is known by the rule that it is: its owner and its path."""
        shape = result.source_shape
        return cls(
            focus_node=_written(result.focus_node),
            source_shape=f"{_BLANK} {rules.of(result).id}" if isinstance(shape, BlankNode) else str(shape),
            component=str(result.component),
            path="" if result.path is None else paths.text(result.path),
            value="" if result.value is None else _written(result.value),
        )

    @property
    def digest(self) -> str:
        """The same for the same finding, in any form that asks for a fingerprint."""
        return hashlib.sha256("\n".join(self).encode()).hexdigest()[:32]


_KEYS = {
    "focusNode": "focus_node",
    "path": "path",
    "value": "value",
    "component": "component",
    "sourceShape": "source_shape",
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Results against a baseline: those that are not in it, how many are, and what it has that is found no more."""

    new: tuple[Result, ...]
    known: int
    fixed: tuple[Identity, ...]


def compare(results: Iterable[Result], baseline: Sequence[Identity], rules: Rules) -> Comparison:
    """Each finding of the baseline covers one result, so a second like it is new."""
    left = Counter(baseline)
    new: list[Result] = []
    known = 0
    for result in results:
        identity = Identity.of(result, rules)
        if left[identity]:
            left[identity] -= 1
            known += 1
        else:
            new.append(result)
    return Comparison(tuple(new), known, tuple(sorted(left.elements())))


def write(path: Path, results: Iterable[Result], rules: Rules) -> int:
    """Write the baseline of these results; how many they are."""
    findings = sorted(Identity.of(result, rules) for result in results)
    document = {"version": VERSION, "findings": [_entry(finding) for finding in findings]}
    try:
        path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error
    return len(findings)


def read(path: Path) -> tuple[Identity, ...]:
    """The findings of a baseline; raises UsageError for a file that is none."""
    try:
        return tuple(_identity(entry) for entry in _findings(json.loads(path.read_text(encoding="utf-8"))))
    except OSError as error:
        hint = "--write-baseline writes one." if isinstance(error, FileNotFoundError) else None
        raise UsageError(f"{path} cannot be read: {error.strerror}", hint=hint) from error
    except json.JSONDecodeError as error:
        raise _no_baseline(f"{path}:{error.lineno}:{error.colno}", error.msg) from error
    except (ValueError, TypeError) as error:
        raise _no_baseline(str(path), str(error)) from error


def _findings(document: Any) -> list[dict[str, str | None]]:
    if not isinstance(document, dict) or not isinstance(document.get("findings"), list):
        raise ValueError("it has no list of findings")
    if document.get("version") != VERSION:
        raise ValueError(f"its version is {document.get('version')!r}, not {VERSION}")
    return list(document["findings"])


def _identity(entry: Any) -> Identity:
    if not isinstance(entry, dict) or entry.keys() != _KEYS.keys():
        raise ValueError(f"a finding has the keys {', '.join(_KEYS)}, not {json.dumps(entry)[:80]}")
    return Identity(**{field: str(entry[key] or "") for key, field in _KEYS.items()})


def _entry(identity: Identity) -> dict[str, str | None]:
    return {key: getattr(identity, field) or None for key, field in _KEYS.items()}


def _no_baseline(where: str, why: str) -> UsageError:
    return UsageError(f"{where}: this is no baseline: {why}", hint="--write-baseline writes one.")


def _written(term: Term) -> str:
    if isinstance(term, BlankNode):
        return _BLANK
    text = str(term)
    if len(text) <= _LONG:
        return text
    return f"{text[:_LONG]}… sha256:{hashlib.sha256(text.encode()).hexdigest()}"
