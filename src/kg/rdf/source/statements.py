"""The statements of a Turtle, TriG, N-Triples or N-Quads text with the offsets of their terms.

pyoxigraph parses exactly and fast but does not report offsets; rdflib's parser could, but it normalises literals and is
twenty times slower. So this reader only follows the structure of a text that pyoxigraph has accepted, and lets
pyoxigraph decode each distinct token once, under the directives above it. Nothing here resolves IRIs or reads escapes.

Grammar: `RDF 1.2 Turtle §6 <https://www.w3.org/TR/rdf12-turtle/#sec-grammar>`_ and TriG's graph blocks.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kg.rdf.namespaces import RDF
from kg.rdf.source.excerpt import Span, blocks_near
from kg.rdf.source.lexer import TOKEN

Term = NamedNode | BlankNode | Literal | Triple

_OPERANDS = {"prefix": 2, "base": 1, "version": 1, "graph": 0}

Place = tuple[int, int, int]  # a term's number, and where its token starts and ends in the text


@dataclass(slots=True)
class _Frame:
    """An open construct: a statement, a bracket, a collection (its last node is ``tail``) or a nested triple."""

    opener: str = "."
    start: Place = (-1, 0, 0)
    subject: Place | None = None
    predicate: Place | None = None
    object: Place | None = None
    tail: Place | None = None
    sign: Place | None = None
    reifier: Place | None = None


@dataclass(slots=True)
class Statements:
    """The statements of one text in the order in which they are complete.

    ``rows`` holds nine numbers a statement: those of its three terms, then the start and end of each one's token. A
    term without a token (a list's rdf:rest) has the offsets of the nearest one.
    """

    terms: list[Term]
    rows: array[int]

    def __len__(self) -> int:
        return len(self.rows) // 9

    def __iter__(self) -> Iterator[Triple]:
        terms, rows = self.terms, self.rows
        for row in range(0, len(rows), 9):
            yield Triple(terms[rows[row]], terms[rows[row + 1]], terms[rows[row + 2]])  # type: ignore[arg-type]


def read(text: str, codec: RdfFormat, base: str | None = None, subjects: Collection[Term] | None = None) -> Statements:
    """The statements of ``text``, which has no byte order mark; with ``subjects``, at least those in their blocks.

    Raises SyntaxError for an invalid term, or a term where RDF allows none.
    """
    context = (RdfFormat.TURTLE, base) if codec in (RdfFormat.TURTLE, RdfFormat.TRIG) else (RdfFormat.N_TRIPLES, None)
    reader = _Reader()
    for start, end in _spans(text, codec, context, subjects):
        for match in TOKEN.finditer(text, start, end):
            kind = match.lastgroup
            if kind and kind != "stray":
                reader.token(kind, match[kind], *match.span(kind))
    try:
        read = Statements(reader.decoded(*context), reader.rows)
        for _ in read:
            pass
    except TypeError as error:
        raise SyntaxError(f"RDF does not allow a term here: {error}") from error
    return read


def _spans(
    text: str, codec: RdfFormat, context: tuple[RdfFormat, str | None], subjects: Collection[Term] | None
) -> Iterator[Span]:
    """The parts of the text to read: directives and, where all ``subjects`` are IRIs, their blocks."""
    if subjects is None or codec == RdfFormat.TRIG or not all(isinstance(node, NamedNode) for node in subjects):
        yield 0, len(text)
        return
    heads = _Reader()
    blocks: list[tuple[int, int, int]] = []
    for match in blocks_near(text, [node for node in subjects if isinstance(node, NamedNode)]):
        if match["directive"]:
            for token in TOKEN.finditer(match["directive"]):
                heads.token(token.lastgroup or "", token[token.lastgroup or 0], *token.span())
            blocks.append((-1, *match.span()))
        elif match["subject"]:
            blocks.append((heads.number(match["subject"]), *match.span()))
    wanted = [term in subjects for term in heads.decoded(*context)]
    yield from ((start, end) for number, start, end in blocks if number < 0 or wanted[number])


@dataclass(slots=True)
class _Reader:
    """Follows the structure token by token, with a stack of frames instead of recursion, so nesting has no limit."""

    terms: list[str | BlankNode | NamedNode | tuple[int, int, int]] = field(default_factory=list)
    source: list[str] = field(default_factory=list)
    rows: array[int] = field(default_factory=lambda: array("q"))
    _numbers: dict[str, int] = field(default_factory=dict)
    _frames: list[_Frame] = field(default_factory=lambda: [_Frame()])
    _directive: list[str] = field(default_factory=list)

    def token(self, kind: str, text: str, start: int, end: int) -> None:
        """Take the next token of the text."""
        frame = self._frames[-1]
        if self._directive:
            self._continue_directive(text)
        elif kind == "directive" or (len(text) < 8 and text.lower() in _OPERANDS):
            keyword = text.lstrip("@").lower()
            self._directive = [keyword] if _OPERANDS.get(keyword) else []
        elif kind == "term":
            place = (self.number(text), start, end)
            if frame.sign:
                frame.reifier = self._reify(frame, place)
            else:
                self._place(place)
        else:
            if frame.sign:
                frame.reifier = self._reify(frame, self._anonymous(frame.sign))
            self._mark(text, start, end)

    def decoded(self, codec: RdfFormat, base: str | None) -> list[Term]:
        """The terms in the order of their numbers."""
        written = (quad.object for quad in parse("".join(self.source), format=codec, base_iri=base))
        terms: list[Term] = []
        for term in self.terms:
            match term:
                case str():
                    terms.append(next(written))
                case (subject, predicate, object_):
                    terms.append(Triple(terms[subject], terms[predicate], terms[object_]))  # type: ignore[arg-type]
                case _:
                    terms.append(term)
        return terms

    def _continue_directive(self, text: str) -> None:
        self._directive.append(text)
        if len(self._directive) > _OPERANDS[self._directive[0]]:
            if self._directive[0] != "version":
                self.source.append(" ".join(self._directive) + "\n")
                self._numbers = {}
            self._directive = []

    def number(self, text: str) -> int:
        """The number of the term of a token, under the directives so far."""
        number = self._numbers.get(text)
        if number is None:
            number = self._numbers[text] = self._new(text)
            self.source.append(f"<x:s> <x:p> {f'<{RDF}type>' if text == 'a' else text} .\n")
        return number

    def _new(self, term: str | BlankNode | NamedNode | tuple[int, int, int]) -> int:
        self.terms.append(term)
        return len(self.terms) - 1

    def _anonymous(self, place: Place) -> Place:
        return self._new(BlankNode()), place[1], place[2]

    def _known(self, name: str, place: Place) -> Place:
        """A term of the RDF vocabulary that the syntax implies, with the offsets of that syntax."""
        text = RDF + name
        if text not in self._numbers:
            self._numbers[text] = self._new(NamedNode(text))
        return self._numbers[text], place[1], place[2]

    def _emit(self, subject: Place, predicate: Place, object_: Place) -> None:
        self.rows.extend((subject[0], predicate[0], object_[0], *subject[1:], *predicate[1:], *object_[1:]))

    def _place(self, term: Place) -> None:
        """Add a term to the innermost open frame; after an object it is the graph name of N-Quads."""
        frame = self._frames[-1]
        if frame.opener == "(":
            self._item(frame, term)
        elif frame.subject is None:
            frame.subject = term
        elif frame.predicate is None:
            frame.predicate = term
        elif frame.object is None:
            frame.object, frame.reifier = term, None
            if not frame.opener.startswith("<<"):
                self._emit(frame.subject, frame.predicate, term)

    def _item(self, frame: _Frame, term: Place) -> None:
        node = self._anonymous(term)
        if frame.tail is None:
            frame.subject = node = (node[0], *frame.start[1:])
        else:
            self._emit(frame.tail, self._known("rest", term), node)
        self._emit(node, self._known("first", term), term)
        frame.tail = node

    def _reify(self, frame: _Frame, reifier: Place) -> Place:
        """Emit rdf:reifies for ``~`` and ``{|``: the reifier of the triple before (RDF 1.2 Turtle §2.11)."""
        sign, frame.sign = frame.sign or reifier, None
        if frame.opener != "<<":
            self._emit(reifier, self._known("reifies", sign), self._triple(frame, sign))
        return reifier

    def _triple(self, frame: _Frame, place: Place) -> Place:
        parts = (frame.subject or place, frame.predicate or place, frame.object or place)
        return self._new((parts[0][0], parts[1][0], parts[2][0])), place[1], place[2]

    def _mark(self, mark: str, start: int, end: int) -> None:
        frame, here = self._frames[-1], (-1, start, end)
        match mark:
            case ";":
                frame.predicate = frame.object = None
            case ",":
                frame.object = None
            case "." | "{" | "}":
                self._frames = [_Frame()]
            case "[":
                self._frames.append(_Frame(mark, here, self._anonymous(here)))
            case "(" | "<<" | "<<(":
                self._frames.append(_Frame(mark, here))
            case "~":
                frame.sign = here
            case "{|":
                self._frames.append(_Frame(mark, here, frame.reifier or self._reify(frame, self._anonymous(here))))
            case "]" | ")" | ">>" | ")>>" | "|}" if len(self._frames) > 1:
                self._close(self._frames.pop(), here)

    def _close(self, frame: _Frame, end: Place) -> None:
        match frame.opener:
            case "[":
                self._place(frame.subject or end)
            case "(" if frame.tail is None:
                self._place(self._known("nil", frame.start))
            case "(":
                self._emit(frame.tail or end, self._known("rest", end), self._known("nil", end))
                self._place(frame.subject or end)
            case "<<":
                reifier = frame.reifier or self._anonymous(frame.start)
                self._emit(reifier, self._known("reifies", frame.start), self._triple(frame, frame.start))
                self._place((reifier[0], *frame.start[1:]))
            case "<<(":
                self._place(self._triple(frame, frame.start))
