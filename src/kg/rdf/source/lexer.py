"""The tokens of Turtle, TriG, N-Triples and N-Quads, for texts that pyoxigraph has accepted.

The patterns only find where a token ends: they accept more than the grammar (`RDF 1.2 Turtle §6.5
<https://www.w3.org/TR/rdf12-turtle/#sec-grammar-grammar>`_), and are possessive, so that they run in linear time.
"""

from __future__ import annotations

import re

_BLANK = r"(?:[ \t\r\n]++|#[^\r\n]*+)*+"
_IRI = r"<[^<>\x00-\x20]*+>"
# A name may hold dots and escaped punctuation, but never begins with a dot or ends in one.
_NAME = r"""(?!\.)(?:[^\x00-\x20<>"'()\[\]{};,#@^|~\\.]|\\.|\.+(?=[^\x00-\x20<>"'()\[\]{};,#@^|~.]))++"""
_STRING = (
    r"""(?:\"""(?:[^"\\]++|\\.|"(?!""))*+\"""|\'\'\'(?:[^'\\]++|\\.|'(?!''))*+\'\'\'"""
    r"""|"(?:[^"\\]++|\\.)*+"|'(?:[^'\\]++|\\.)*+')"""
)
_NUMBER = r"[+-]?(?:[0-9]+\.[0-9]*[eE][+-]?[0-9]+|\.?[0-9]+[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+)"
_LITERAL = rf"{_STRING}(?:{_BLANK}(?:@[a-zA-Z]+(?:-+[a-zA-Z0-9]+)*+|\^\^{_BLANK}(?:{_IRI}|{_NAME})))?"
TOKEN = re.compile(
    rf"{_BLANK}(?:(?P<term>{_IRI}|{_LITERAL}|{_NUMBER}|{_NAME})"
    r"|(?P<mark><<\(|<<|\)>>|>>|\{\||\|\}|[\[\](){},;.~])|(?P<directive>@[a-zA-Z]+)|(?P<stray>.|\Z))",
    re.DOTALL,
)
_DIRECTIVE = (
    r"(?i:@?prefix(?=[\s#])|@?base(?=[\s#<])|@?version(?=[\s#\"']))"
    rf"{_BLANK}(?:{_NAME}{_BLANK})?(?:{_IRI}|{_STRING})"
)
BLOCK = re.compile(
    rf"{_BLANK}(?:(?P<directive>{_DIRECTIVE})(?:{_BLANK}\.)?"
    rf"|(?P<subject>{_IRI}|{_NAME})?(?:{_BLANK}(?:{_IRI}|{_LITERAL}|{_NUMBER}|{_NAME}|[^.\x00-\x20#]))*+{_BLANK}(?:\.|\Z))",
    re.DOTALL,
)
"""A directive, or everything from a subject to the full stop after its last object."""
