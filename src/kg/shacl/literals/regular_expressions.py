r"""Regular expressions of SPARQL's REGEX as Python's ``re`` reads them.

``sh:pattern`` is an argument of REGEX, so the syntax is that of XPath's ``fn:matches``
(`XPath and XQuery Functions §5.6 <https://www.w3.org/TR/xpath-functions-31/#regex-syntax>`_). Python differs in what
``\w``, ``\s`` and ``$`` mean and lacks ``\p{Lu}``, ``\i``, ``\c`` and class subtraction. What XPath lacks, as
look-around and ``\b``, is refused.

A few expressions take ``re`` years on some texts, and it cannot be stopped. It is used where the number of its steps
has a low bound; elsewhere the ``regex`` module, which is slower and can be given a limit of time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

from pyoxigraph import NamedNode

from kg.errors import ShapesError
from kg.shacl.literals.character_classes import category_ranges, complement, name_ranges

_ESCAPED = frozenset("nrt\\|.?*+(){}-[]^$")
_CLASSES = frozenset("dDsSwWiIcCpP")
_FLAGS = {"i": re.IGNORECASE, "s": re.DOTALL, "m": re.MULTILINE}


LIMIT = 2.0
"""Seconds of one search in one text."""
_STEPS = 1_000_000


class TooSlow(Exception):
    """The search in a text takes longer than the limit; the message is the text, shortened."""

    def __init__(self, text: str) -> None:
        super().__init__(text if len(text) <= 80 else f"{text[:80]}…")

    def at(self, shape: str, parameter: NamedNode, expression: str) -> ShapesError:
        """The error that names the shape and the expression, where they are known."""
        return ShapesError(
            f'{expression} of the shape {shape} takes more than {LIMIT:g} seconds on the value "{self}"',
            shape=shape,
            parameter=str(parameter),
            hint="Nothing was judged. Write the expression so that it can match a text in one way only: (a+)+ as a+.",
        )


@dataclass(frozen=True, slots=True)
class Expression:
    """A regular expression, with what bounds the steps of a search: None where nothing but the text's length does."""

    quick: re.Pattern[str]
    loops: int | None
    choices: int

    def search(self, text: str) -> bool:
        """Whether it matches somewhere in the text; raises TooSlow after the limit."""
        if self.loops is not None and (len(text) + 1) ** (self.loops + 1) << self.choices <= _STEPS:
            return self.quick.search(text) is not None
        try:
            return limited(self.quick.pattern, self.quick.flags).search(text, timeout=LIMIT) is not None
        except TimeoutError:
            raise TooSlow(text) from None


@cache
def limited(source: str, flags: int) -> regex.Pattern[str]:
    """An expression of Python for the engine that can be given a limit; it is imported on first use."""
    import regex

    return regex.compile(source, flags & (re.IGNORECASE | re.DOTALL | re.MULTILINE))


@cache
def compiled(pattern: str, flags: str = "") -> Expression:
    """The expression, to be searched for; raises ValueError for an invalid one."""
    unknown = set(flags) - set("smixq")
    if unknown:
        raise ValueError(f"unknown flag: {''.join(sorted(unknown))}")
    options = re.RegexFlag(0)
    for flag in flags:
        options |= _FLAGS.get(flag, re.RegexFlag(0))
    tokens = [re.escape(pattern)] if "q" in flags else list(_Translation(pattern, flags).tokens())
    try:
        quick = re.compile("".join(tokens), options)
    except (re.error, OverflowError) as problem:
        raise ValueError(str(problem)) from problem
    return Expression(quick, _loops(tokens), sum(tokens.count(token) for token in "?|"))


def _loops(tokens: list[str]) -> int | None:
    """How many repetitions there are; None where one repeats a group or a back-reference is made."""
    loops = [at for at, token in enumerate(tokens) if token in ("*", "+") or token.startswith("{")]
    repeated = any(at and tokens[at - 1] == ")" for at in loops)
    return None if repeated or any(token[:1] == "\\" and token[1:].isdecimal() for token in tokens) else len(loops)


class _Translation:
    """Translates a pattern in one pass; ``at`` is the position."""

    def __init__(self, pattern: str, flags: str) -> None:
        # With x, white space is dropped outside character classes; Python's own VERBOSE would also read comments.
        self.pattern, self.spaced, self.multiline, self.at = pattern, "x" in flags, "m" in flags, 0

    def tokens(self) -> Iterator[str]:
        before = ""
        while self.at < len(self.pattern):
            character = self.pattern[self.at]
            if self.spaced and character in " \t\n\r":
                self.at += 1
                continue
            if character == "+" and before in ("+", "*", "?", "}"):
                raise ValueError(f"nothing to repeat at position {self.at}")
            token = self._token(character)
            before = token[-1] if token[0] in "{*+?" else ""
            yield token

    def _token(self, character: str) -> str:
        if character == "\\":
            return self._escape()
        if character == "[":
            return self._class()
        if character == "{":
            return self._quantity()
        if character in "]}":
            # XML Schema 1.1, part 2, appendix G.4: no such bracket is a character by itself.
            reason = "closes nothing; the character is written"
            raise ValueError(f"the bracket at position {self.at} {reason} \\{character}")
        self.at += 1
        if character == "$":
            return "$" if self.multiline else r"\Z"
        if character == "(" and self.pattern[self.at : self.at + 1] == "?":
            return self._group()
        return character

    def _quantity(self) -> str:
        """How often, in braces. Python and ``regex`` read other braces in ways of their own."""
        braces = re.compile(r"\{[0-9]+(,[0-9]*)?\}").match(self.pattern, self.at)
        if braces is None:
            raise ValueError(f"the brace at position {self.at} opens no quantity; the character is written \\{{")
        self.at = braces.end()
        return braces[0]

    def _group(self) -> str:
        if self.pattern.startswith("?:", self.at):
            self.at += 2
            return "(?:"
        if self.pattern.startswith(("?=", "?!", "?<=", "?<!"), self.at):
            raise ValueError(f"XPath's expressions have no look-around, as at position {self.at}")
        raise ValueError(f"(? at position {self.at} does not open a known kind of group")

    def _escape(self) -> str:
        """An escape outside a class."""
        code = self._code()
        if code in _CLASSES:
            ranges = self._set(code)
            return f"[{_written(ranges)}]" if ranges else r"(?!)"
        if code.isdecimal():
            return "\\" + code
        return _literal(code)

    def _code(self) -> str:
        self.at += 1
        if self.at >= len(self.pattern):
            raise ValueError("the pattern ends in a backslash")
        code = self.pattern[self.at]
        self.at += 1
        if code not in _ESCAPED and code not in _CLASSES and code.isalnum() and code not in "0123456789":
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
        ranges, subtracted = list[tuple[int, int]](), list[tuple[int, int]]()
        if self.pattern[self.at : self.at + 1] == "]":
            raise ValueError(f"the class that ends at position {self.at} is empty; the character is written \\]")
        while self.pattern[self.at : self.at + 1] != "]":
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
        if character == "[":
            # XML Schema 1.1, part 2, appendix G.4.1: a class within a class follows a hyphen. Engines that take the
            # bracket read [[:alpha:]] or [a[b]] in ways of their own.
            raise ValueError(f"the bracket at position {self.at} stands in a class; the character is written \\[")
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
