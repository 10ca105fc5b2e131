"""What XML cannot hold, so that RDF/XML and query results in XML cannot either, and how they hold a carriage return.

`XML 1.0, section 2.2 <https://www.w3.org/TR/xml/#charsets>`_ has no control characters, and section 2.11 reads a
carriage return that is not escaped as a line feed. A predicate of `RDF/XML <https://www.w3.org/TR/rdf-syntax-grammar/>`_
is the name of an element, so its IRI must end in one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from xml.parsers import expat

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import phrase
from kg.rdf.namespaces import RDF

_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_UNWRITABLE_BYTES = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_LONGEST_CHARACTER = 2
"""Bytes of an unwritable character that may have come with the piece before."""
_START = (
    "A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff"
    "\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_LOCAL_NAME = re.compile(f"[{_START}][{_START}0-9.\xb7\u0300-\u036f\u203f\u2040-]*$")
_RESERVED_NAMESPACE = "http://www.w3.org/2000/xmlns/"
_SYNTAX_TERMS = frozenset(
    RDF + name
    for name in ("RDF", "ID", "about", "parseType", "resource", "nodeID", "datatype", "Description", "li", "aboutEach",
                 "aboutEachPrefix", "bagID")
)  # fmt: skip
"""Terms that are no predicates in RDF/XML; rdf:li would be read as rdf:_1."""
_TYPE = NamedNode(RDF + "type")


def obstacle(triple: Triple) -> str | None:
    """Why RDF/XML cannot hold a statement; None where it can."""
    subject, predicate, value = triple.subject, triple.predicate, triple.object
    if predicate.value in _SYNTAX_TERMS or not is_element(predicate.value):
        return phrase("the predicate {predicate} does not end in a name of XML", predicate=predicate)
    if predicate == _TYPE and isinstance(value, NamedNode) and not is_element(value.value):
        return phrase("the class {value} does not end in a name of XML", value=value)
    for term in (subject, value):
        if isinstance(term, Triple):
            if reason := obstacle(term):
                return reason
        elif isinstance(term, BlankNode):
            if not _is_name(term.value):
                return phrase("the label of {term} is no name of XML", term=term)
        elif isinstance(term, NamedNode | Literal) and (character := _UNWRITABLE.search(term.value)):
            return phrase(
                "{character}, which XML does not have, is in a value of {predicate}",
                character=repr(character[0]),
                predicate=predicate,
            )
    return None


@lru_cache(maxsize=4_096)
def is_element(iri: str) -> bool:
    """Whether an IRI can be written as the name of an element, which parsers of any edition of XML read."""
    local = _LOCAL_NAME.search(iri)
    if local is None:
        return False
    namespace = iri[: local.start()]
    # rdflib leaves out a space at the end of a namespace, such as U+00A0, which an IRI may have.
    return namespace != _RESERVED_NAMESPACE and not namespace[-1:].isspace() and _is_name(local[0])


@lru_cache(maxsize=4_096)
def _is_name(text: str) -> bool:
    """Whether the parser reads it as a name: that knows fewer characters than later editions of XML have."""
    if not text or text[0] in "0123456789-.":
        return False
    try:
        expat.ParserCreate().Parse(f"<{text}/>", True)
    except expat.ExpatError:
        return False
    return ":" not in text


def escaped(content: bytes) -> bytes:
    """XML whose carriage returns, which were written as they are, come back as such."""
    return content.replace(b"\r", b"&#13;")


class XmlOutput:
    """Passes pieces of XML to ``output``, escaped; calls ``refuse``, which raises, for a character that XML lacks."""

    def __init__(self, output: Callable[[bytes], object], refuse: Callable[[str], object]) -> None:
        self._output = output
        self._refuse = refuse
        self._rest = b""

    def write(self, content: bytes, /) -> int:
        looked_at = self._rest + content
        if unwritable := _UNWRITABLE_BYTES.search(looked_at):
            self._refuse(repr(unwritable[0].decode()))
        self._rest = looked_at[-_LONGEST_CHARACTER:]
        self._output(escaped(content) if b"\r" in content else content)
        return len(content)
