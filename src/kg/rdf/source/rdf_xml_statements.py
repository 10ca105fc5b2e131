"""Where the statements of an RDF/XML text are written (`RDF/XML §2 <https://www.w3.org/TR/rdf-syntax-grammar/>`_).

The text has been accepted by the parser, so only tags and attributes are looked for; see :mod:`kg.rdf.source.marks`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pyoxigraph import RdfFormat, parse

from kg.rdf.namespaces import RDF
from kg.rdf.source.marks import Marks, Span, Value, statements
from kg.rdf.source.statements import Statements

_TOKEN = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>"
    r"|</(?P<end>[^\s>]+)\s*>|<(?P<start>[^\s/>!?]+)(?P<attributes>(?:\s+[^\s=>/]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*)\s*(?P<empty>/?)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([^\s=]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
_ENTITY = re.compile(r"""<!ENTITY\s+([\w.:-]+)\s+(?:"([^"]*)"|'([^']*)')\s*>""")
_REFERENCE = re.compile(r"&([A-Za-z_:][\w.:-]*);")
_NAMES = ("about", "ID", "nodeID")
_KEYWORDS = (*_NAMES, "resource", "datatype", "parseType", "annotation", "annotationNodeID", "version")
_ITS = "http://www.w3.org/2005/11/its"
_INSIDE = {"": "nodes", "Collection": "nodes", "Triple": "nodes"}


@dataclass(slots=True)
class _Attribute:
    name: str
    span: Span
    value: str
    value_span: Span


@dataclass(slots=True)
class _Element:
    """An open element; ``node`` is the one that its properties belong to, ``inside`` what its children are."""

    name: Span
    end_of_tag: int
    node: int
    inside: str
    namespaces: dict[str, str]
    marks_text: bool = False
    has_children: bool = False


def read(text: str, base: str | None) -> Statements:
    """The statements of a valid text with the offsets of their terms; raises SyntaxError for one that is not valid."""
    marks = Marks()
    _Reader(text, marks).read()
    return statements((q.triple for q in parse(marks.marked(text), format=RdfFormat.RDF_XML, base_iri=base)), marks)


@dataclass(slots=True)
class _Reader:
    text: str
    marks: Marks
    _open: list[_Element] = field(default_factory=list)
    _entities: dict[str, str] = field(default_factory=dict)

    def read(self) -> None:
        """Mark every value of the text."""
        self._entities = {name: double or single for name, double, single in _ENTITY.findall(self.text)}
        for match in _TOKEN.finditer(self.text):
            if match["start"]:
                self._start(match)
            elif match["end"] and self._open:
                self._end(self._open.pop(), match.start())

    def _start(self, match: re.Match[str]) -> None:
        above = self._open[-1] if self._open else None
        attributes, namespaces = self._attributes(match, above.namespaces if above else {"xml": "xml"})
        if above:
            above.has_children = True
        name = (match.start("start"), match.end("start"))
        inside = above.inside if above else "start"
        kind = self._resolved(match["start"], namespaces, is_element=True)
        element = _Element(name, match.end(), above.node if above else -1, "", namespaces)
        if inside == "start" and kind == RDF + "RDF":
            element.inside = "nodes"
        elif inside in ("start", "nodes"):
            self._node(element, kind, attributes, above, match)
        elif inside == "properties":
            self._property(element, attributes, match)
        if not match["empty"]:
            self._open.append(element)

    def _end(self, element: _Element, at: int) -> None:
        """Mark the text of a property element that has nothing but text."""
        if element.marks_text and not element.has_children:
            content = (element.end_of_tag, at)
            span = content if self.text[slice(*content)].strip() else element.name
            inside = at - len("]]>") if self.text[element.end_of_tag : at].endswith("]]>") else at
            self.marks.mark(Value(span, element.name, element.node), inside)
        elif element.inside == "literal":
            self.marks.mark(Value(element.name, element.name, element.node), at)

    def _node(
        self, element: _Element, kind: str, attributes: list[_Attribute], above: _Element | None, match: re.Match[str]
    ) -> None:
        parent, led_by = (above.node, above.name) if above and above.node >= 0 else (-1, None)
        node = self.marks.node(element.name, parent, led_by)
        element.node, element.inside = node, "properties"
        if kind != RDF + "Description":
            self.marks.nodes[node].types.append((element.name, match["start"].rpartition(":")[2]))
        name = next((attribute for attribute in attributes if attribute.name in [RDF + own for own in _NAMES]), None)
        if name:
            self._named(node, name, parent, led_by or element.name)
        else:
            prefix = next((prefix for prefix, iri in element.namespaces.items() if prefix and iri == RDF), None)
            if prefix:
                at = match.end("start")
                self.marks.edits.append((at, at, f' {prefix}:nodeID="{self.marks.label(node)}"'))
        self._property_attributes(node, attributes)

    def _named(self, node: int, name: _Attribute, parent: int, led_by: Span) -> None:
        self.marks.nodes[node].subject = name.value_span
        self.marks.mark(
            Value(name.value_span, led_by, parent, node), name.value_span[1], of_name=name.name != RDF + "about"
        )

    def _property_attributes(self, node: int, attributes: list[_Attribute]) -> None:
        for attribute in attributes:
            local = attribute.name.removeprefix(RDF) if attribute.name.startswith(RDF) else None
            if not _is_property(attribute):
                continue
            if local == "type":
                self.marks.nodes[node].types.append((attribute.value_span, re.split("[/#:;]", attribute.value)[-1]))
            else:
                self.marks.mark(Value(attribute.value_span, attribute.span, node), attribute.value_span[1])

    def _property(self, element: _Element, attributes: list[_Attribute], match: re.Match[str]) -> None:
        owner = element.node
        by_name = {attribute.name: attribute for attribute in attributes}
        kind = by_name[RDF + "parseType"].value if RDF + "parseType" in by_name else ""
        resource = by_name.get(RDF + "resource") or by_name.get(RDF + "nodeID")
        if kind == "Resource":
            element.node, element.inside = self.marks.node(element.name, owner, element.name), "properties"
            return
        element.inside = _INSIDE.get(kind, "literal")
        if kind or any(map(_is_property, attributes)) or resource:
            if not kind:
                node = self.marks.node(resource.value_span if resource else element.name, owner, element.name)
                self._property_attributes(node, attributes)
                if resource:
                    own = node if any(map(_is_property, attributes)) else -1
                    value = Value(resource.value_span, element.name, owner, own)
                    self.marks.mark(value, resource.value_span[1], of_name=resource.name == RDF + "nodeID")
        elif match["empty"]:
            slash = match.end() - 2
            value = Value(element.name, element.name, owner)
            self.marks.replace(value, (slash, match.end()), ">", f"</{match['start']}>")
        else:
            element.marks_text = True

    def _attributes(self, match: re.Match[str], above: dict[str, str]) -> tuple[list[_Attribute], dict[str, str]]:
        """The attributes with their full names, and the namespaces of the element; those of xml have no full names."""
        namespaces = above
        written = [(item[1], item[2][1:-1], item) for item in _ATTRIBUTE.finditer(match["attributes"] or "")]
        for name, value, _ in written:
            if name == "xmlns" or name.startswith("xmlns:"):
                namespaces = {**namespaces, name.partition(":")[2]: self._expanded(value)}
        start = match.start("attributes")
        attributes = [
            _Attribute(
                self._resolved(name, namespaces, is_element=False),
                (start + item.start(1), start + item.end(1)),
                value,
                (start + item.start(2) + 1, start + item.end(2) - 1),
            )
            for name, value, item in written
            if not name.startswith("xmlns")
        ]
        return attributes, namespaces

    def _resolved(self, name: str, namespaces: dict[str, str], *, is_element: bool) -> str:
        prefix, colon, local = name.rpartition(":")
        if not colon and not is_element:
            return RDF + name if name in _KEYWORDS else ""
        return namespaces.get(prefix, "") + local if prefix != "xml" else name

    def _expanded(self, value: str) -> str:
        return _REFERENCE.sub(lambda reference: self._entities.get(reference[1], reference[0]), value)


def _is_property(attribute: _Attribute) -> bool:
    """Whether an attribute is a property of the resource, and no keyword of RDF/XML or XML."""
    name = attribute.name
    return bool(name) and not name.startswith(("xml", _ITS)) and name not in [RDF + keyword for keyword in _KEYWORDS]
