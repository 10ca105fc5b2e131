"""What a term is, and what a constraint wants it to be, in words: ``text``, ``a date with time (xsd:dateTime)``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.rdf.namespaces import RDF, SH, XSD
from kg.shacl.report import Term
from kg.translations.catalogue import mark
from kg.validation.display_names import Names
from kg.validation.message_texts import translations

_STRING, _LANGUAGE_STRING = XSD + "string", RDF + "langString"
_NUMBER = mark("a number")
_WHOLE = mark("a whole number")
_DATATYPES: Mapping[str, str] = {
    _STRING: mark("text"),
    _LANGUAGE_STRING: mark("text with a language"),
    XSD + "boolean": mark("true or false"),
    XSD + "decimal": _NUMBER,
    XSD + "double": _NUMBER,
    XSD + "float": _NUMBER,
    XSD + "date": mark("a date without time"),
    XSD + "dateTime": mark("a date with time"),
    XSD + "dateTimeStamp": mark("a date with time and time zone"),
    XSD + "time": mark("a time of day"),
    XSD + "gYear": mark("a year"),
    XSD + "gYearMonth": mark("a month of a year"),
    XSD + "gMonthDay": mark("a day of a month"),
    XSD + "duration": mark("a duration"),
    XSD + "anyURI": mark("an address written as text"),
    **{
        XSD + name: _WHOLE
        for name in (
            "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger",
            "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte",
        )
    },
}  # fmt: skip
_KINDS: Mapping[str, str] = {
    "IRI": mark("a web address"),
    "BlankNode": mark("a node without a web address"),
    "Literal": mark("text, a number or a date"),
    "BlankNodeOrIRI": mark("a node, with or without a web address"),
    "BlankNodeOrLiteral": mark("a node without a web address, or text"),
    "IRIOrLiteral": mark("a web address or text"),
    "TripleTerm": mark("a triple term"),
}
TEMPORAL: Final = frozenset(XSD + name for name in ("date", "dateTime", "dateTimeStamp", "time", "gYear", "gYearMonth"))
"""The datatypes of times that people take for one another."""


class ValueWords:
    """Terms and kinds of terms in the reader's language, with the names of the files."""

    def __init__(self, names: Names, languages: Sequence[str]) -> None:
        self._names = names
        self._catalogue = translations(languages)

    def actual(self, term: Term) -> str:
        """What a term is; of a literal that is not text, with its datatype."""
        match term:
            case NamedNode():
                return self._catalogue.gettext(_KINDS["IRI"])
            case BlankNode():
                return self._catalogue.gettext(_KINDS["BlankNode"])
            case Literal():
                return self.datatype(term.datatype)
            case Triple():
                return self._catalogue.gettext(mark("a triple term"))

    def language(self, term: Term) -> str:
        """The language of a text."""
        if isinstance(term, Literal) and term.language:
            return self._catalogue.gettext(mark("text in the language {language}")).format(language=term.language)
        is_text = isinstance(term, Literal) and term.datatype.value == _STRING
        return self._catalogue.gettext(mark("text without a language")) if is_text else self.actual(term)

    def datatype(self, datatype: NamedNode) -> str:
        """What a literal of this datatype is."""
        words = _DATATYPES.get(datatype.value)
        if words is None:
            unknown = self._catalogue.gettext(mark("a value of the datatype {datatype}"))
            return unknown.format(datatype=self._names.term(datatype))
        kind = self._catalogue.gettext(words)
        return kind if datatype.value in (_STRING, _LANGUAGE_STRING) else f"{kind} ({self._names.term(datatype)})"

    def node_kind(self, kind: NamedNode) -> str:
        """What a term of this node kind is."""
        return self._catalogue.gettext(_KINDS[kind.value.removeprefix(SH)])
