r"""Regular expressions of SPARQL's REGEX as Python's ``re`` reads them.

``sh:pattern`` is an argument of REGEX, so the syntax is that of XPath's ``fn:matches``
(`XPath and XQuery Functions §5.6 <https://www.w3.org/TR/xpath-functions-31/#regex-syntax>`_). Python differs in what
``\w``, ``\s`` and ``$`` mean and lacks ``\p{Lu}``, ``\i``, ``\c`` and class subtraction. Look-around and ``\b``
are not XPath's, but mean the same wherever they exist, and are let through.
"""

from __future__ import annotations

import re
from functools import cache

from kg.shacl.literals.character_classes import category_ranges, complement, name_ranges

_ESCAPED = frozenset("nrt\\|.?*+(){}-[]^$")
_CLASSES = frozenset("dDsSwWiIcCpP")
_FLAGS = {"i": re.IGNORECASE, "s": re.DOTALL, "m": re.MULTILINE}


@cache
def compiled(pattern: str, flags: str = "") -> re.Pattern[str]:
    """The compiled pattern, to be used with ``search``; raises ValueError for an invalid one."""
    unknown = set(flags) - set("smixq")
    if unknown:
        raise ValueError(f"unknown flag: {''.join(sorted(unknown))}")
    options = re.RegexFlag(0)
    for flag in flags:
        options |= _FLAGS.get(flag, re.RegexFlag(0))
    source = re.escape(pattern) if "q" in flags else _Translation(pattern, flags).whole()
    try:
        return re.compile(source, options)
    except (re.error, OverflowError) as problem:
        raise ValueError(str(problem)) from problem


class _Translation:
    """Translates a pattern in one pass; ``at`` is the position."""

    def __init__(self, pattern: str, flags: str) -> None:
        # With x, white space is dropped outside character classes; Python's own VERBOSE would also read comments.
        self.pattern, self.spaced, self.multiline, self.at = pattern, "x" in flags, "m" in flags, 0

    def whole(self) -> str:
        out: list[str] = []
        while self.at < len(self.pattern):
            character = self.pattern[self.at]
            if character == "\\":
                out.append(self._escape())
            elif character == "[":
                out.append(self._class())
            else:
                self.at += 1
                if character == "$":
                    out.append("$" if self.multiline else r"\Z")
                elif character == "(" and self.pattern[self.at : self.at + 1] == "?":
                    out.append(self._group())
                elif not (self.spaced and character in " \t\n\r"):
                    out.append(character)
        return "".join(out)

    def _group(self) -> str:
        for opening in ("?:", "?=", "?!", "?<=", "?<!"):
            if self.pattern.startswith(opening, self.at):
                self.at += len(opening)
                return "(" + opening
        raise ValueError(f"(? at position {self.at} does not open a known kind of group")

    def _escape(self) -> str:
        """An escape outside a class."""
        code = self._code()
        if code in _CLASSES:
            ranges = self._set(code)
            return f"[{_written(ranges)}]" if ranges else r"(?!)"
        if code in "bB" or code.isdecimal():
            return "\\" + code
        return _literal(code)

    def _code(self) -> str:
        self.at += 1
        if self.at >= len(self.pattern):
            raise ValueError("the pattern ends in a backslash")
        code = self.pattern[self.at]
        self.at += 1
        if code not in _ESCAPED and code not in _CLASSES and code.isalnum() and code not in "bB" + "0123456789":
            raise ValueError(f"unknown escape: \\{code}")
        return code

    def _set(self, code: str) -> list[tuple[int, int]]:
        r"""The characters of ``\d`` and its like."""
        if code in "pP":
            return self._property(negated=code == "P")
        lower = code.lower()
        if lower == "s":
            ranges = [(9, 10), (13, 13), (32, 32)]
        elif lower == "d":
            ranges = category_ranges("Nd")
        elif lower == "w":
            ranges = complement(sorted(category_ranges("P") + category_ranges("Z") + category_ranges("C")))
        else:
            ranges = name_ranges(start=lower == "i")
        return ranges if code == lower else complement(ranges)

    def _property(self, *, negated: bool) -> list[tuple[int, int]]:
        braces = re.compile(r"\{([^}]*)\}").match(self.pattern, self.at)
        if braces is None:
            raise ValueError("\\p needs a property in braces, as in \\p{Lu}")
        self.at = braces.end()
        ranges = category_ranges(braces[1])
        return complement(ranges) if negated else ranges

    def _class(self) -> str:
        ranges = self._class_ranges()
        return f"[{_written(ranges)}]" if ranges else r"(?!)"

    def _class_ranges(self) -> list[tuple[int, int]]:
        """The characters of a class in brackets, after negation and subtraction."""
        self.at += 1
        negated = self.pattern[self.at : self.at + 1] == "^"
        self.at += negated
        start, ranges, subtracted = self.at, list[tuple[int, int]](), list[tuple[int, int]]()
        while self.pattern[self.at : self.at + 1] != "]" or self.at == start:
            if self.at >= len(self.pattern):
                raise ValueError("a character class is not closed")
            if self.pattern.startswith("-[", self.at):
                self.at += 1
                subtracted = self._class_ranges()
                break
            ranges += self._member()
        if self.pattern[self.at : self.at + 1] != "]":
            raise ValueError("a character class is not closed")
        self.at += 1
        ranges = complement(sorted(ranges)) if negated else sorted(ranges)
        return complement(sorted(complement(ranges) + subtracted)) if subtracted else ranges

    def _member(self) -> list[tuple[int, int]]:
        first = self._single()
        if isinstance(first, list):
            return first
        following = self.pattern[self.at : self.at + 2]
        if following[:1] == "-" and following[1:] not in ("", "]", "["):
            self.at += 1
            last = self._single()
            if isinstance(last, list) or last < first:
                raise ValueError("a range in a character class goes backwards or ends in a class")
            return [(first, last)]
        return [(first, first)]

    def _single(self) -> int | list[tuple[int, int]]:
        character = self.pattern[self.at]
        if character != "\\":
            self.at += 1
            return ord(character)
        code = self._code()
        if code in _CLASSES:
            return self._set(code)
        return ord({"n": "\n", "r": "\r", "t": "\t"}.get(code, code))


def _literal(code: str) -> str:
    return {"n": r"\n", "r": r"\r", "t": r"\t"}.get(code) or re.escape(code)


def _written(ranges: list[tuple[int, int]]) -> str:
    return "".join(_point(low) if low == high else f"{_point(low)}-{_point(high)}" for low, high in ranges)


def _point(code: int) -> str:
    return chr(code) if chr(code).isascii() and chr(code).isalnum() else f"\\U{code:08x}"
