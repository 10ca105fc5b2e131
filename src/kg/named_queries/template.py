"""The project's own questions: ``.rq`` files with front matter, and parameters whose defaults stand in them.

A parameter is a ``VALUES`` block on one line, ``VALUES ?day { "2019-06-01"^^xsd:date }``: the file runs unchanged
anywhere. Binding replaces what stands between the braces with terms that the engine's own serialiser wrote; a reader's
text never becomes part of a query.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import yaml
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kg.errors import QueryError, QuerySyntaxError
from kg.sparql import keywords, lexer, term_input
from kg.sparql.lexer import Kind, Token
from kg.sparql.term_input import Term

_FRONT = "#+"
_FIELDS = ("summary", "description", "tags")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: its default terms (None for UNDEF), and where its blocks' contents stand in the text."""

    name: str
    defaults: tuple[Term | None, ...]
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A question of the project.

    ``summary`` and ``description`` have a text for each language tag, or one without (the tag is empty). ``text`` is
    the whole file; ``prefixes`` and ``base`` are those of its terms.
    """

    name: str
    summary: Mapping[str, str]
    description: Mapping[str, str]
    tags: tuple[str, ...]
    text: str
    parameters: Mapping[str, Parameter]
    prefixes: Mapping[str, str]
    base: str | None


def load(path: Path, base: str | None = None, prefixes: Mapping[str, str] | None = None) -> NamedQuery:
    """Read a ``.rq`` file; its name is the file's without the extension."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"cannot be read: {error}", file=str(path)) from error
    return parse(text, path.stem, base, prefixes, str(path))


def parse(
    text: str, name: str, base: str | None = None, prefixes: Mapping[str, str] | None = None, file: str | None = None
) -> NamedQuery:
    """Read a question; ``base`` and ``prefixes`` are for values, beside those that the text declares.

    Raises QuerySyntaxError for front matter or parameters that cannot be read.
    """
    try:
        front = _front_matter(text)
        decoded = lexer.decode(text)
        found = list(lexer.scan(decoded))
        declared, own_base = _prologue(found)
        blocks = list(_blocks(decoded, found))
        parameters: dict[str, Parameter] = {}
        for variable, span in blocks:
            defaults = _defaults(decoded, found, span, base)
            before = parameters.get(variable.text[1:])
            if before and before.defaults != defaults:
                raise lexer.error(decoded, variable.offset, f"{variable.text} has another default further up")
            spans = (*before.spans, span) if before else (span,)
            parameters[variable.text[1:]] = Parameter(variable.text[1:], defaults, spans)
    except QuerySyntaxError as error:
        error.file = file
        raise
    return NamedQuery(
        name=name,
        summary=_texts(front, "summary", name),
        description=_texts(front, "description", ""),
        tags=tuple(front.get("tags", ())),
        text=decoded,
        parameters=parameters,
        prefixes={**(prefixes or {}), **declared},
        base=urljoin(base or "", own_base) if own_base else base,
    )


def bind(query: NamedQuery, given: Mapping[str, Term | str | Sequence[Term | str]]) -> str:
    """The query's text with these values in place of the defaults, several of them where a sequence is given.

    A text is read with the type of the parameter's default: for an IRI absolute, relative to the base, or a prefixed
    name; for a literal with its datatype or language. Raises QueryError for an unknown parameter or a value that is
    none of its type.
    """
    replaced: list[tuple[int, int, str]] = []
    for name, value in given.items():
        parameter = _known(query, name)
        several = [value] if isinstance(value, str | NamedNode | Literal) else value
        like = next((term for term in parameter.defaults if term), None)
        terms = [
            term_input.read(each, name, like, query.prefixes, query.base) if isinstance(each, str) else each
            for each in several
        ]
        if terms:
            replaced += [(start, end, f" {' '.join(map(str, terms))} ") for start, end in parameter.spans]
    text = query.text
    for start, end, content in sorted(replaced, reverse=True):
        text = text[:start] + content + text[end:]
    return text


def parted(text: str) -> tuple[str, str]:
    r"""The front matter as it stands, and the query alone.

    >>> parted("#+ summary: All\nSELECT * {}\n")
    ('#+ summary: All\n', 'SELECT * {}\n')
    """
    lines = re.split(r"(?<=\n)", text)
    front = "".join(line for line in lines if line.startswith(_FRONT))
    return front, "".join(line for line in lines if not line.startswith(_FRONT))


def _known(query: NamedQuery, name: str) -> Parameter:
    if name in query.parameters:
        return query.parameters[name]
    close = get_close_matches(name, query.parameters, n=1)
    there = f"There are: {', '.join(query.parameters)}." if query.parameters else "It has none."
    hint = f"Did you mean {close[0]}? {there}" if close else there
    raise QueryError(f"{query.name} has no parameter {name}", hint=hint)


def _front_matter(text: str) -> dict[str, Any]:
    front = [line.removeprefix(_FRONT).removeprefix(" ") for line in parted(text)[0].removesuffix("\n").split("\n")]
    try:
        read = yaml.safe_load("\n".join(front)) or {}
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise QuerySyntaxError(f"the front matter is no YAML: {error.problem}", line=line) from error
    if not isinstance(read, dict) or not isinstance(read.get("tags", []), list) or set(read) - set(_FIELDS):
        hint = "Write #+ summary: …, #+ description: … (a text, or one for each language) and #+ tags: [ … ]."
        raise QuerySyntaxError(f"the front matter has other fields than {', '.join(_FIELDS)}", line=1, hint=hint)
    return read


def _texts(front: Mapping[str, Any], field: str, otherwise: str) -> Mapping[str, str]:
    """The texts of a field by language tag."""
    value = front.get(field, otherwise)
    return {str(tag): str(text) for tag, text in value.items()} if isinstance(value, dict) else {"": str(value)}


def _prologue(found: Iterable[Token]) -> tuple[dict[str, str], str | None]:
    """The prefixes and the base that the text declares."""
    prefixes: dict[str, str] = {}
    base = None
    before: tuple[Token | None, Token | None] = (None, None)
    for token in found:
        if token.kind is Kind.IRI and before[1] and before[1].keyword == "BASE":
            base = token.text[1:-1]
        elif token.kind is Kind.IRI and before[0] and before[0].keyword == "PREFIX" and before[1]:
            prefixes[before[1].text[:-1]] = token.text[1:-1]
        before = (before[1], token)
    return prefixes, base


def _blocks(text: str, found: Sequence[Token]) -> Iterator[tuple[Token, tuple[int, int]]]:
    """The variable of each VALUES block of one variable on one line, and where its content stands."""
    for number, token in enumerate(found[:-2]):
        variable, brace = found[number + 1 : number + 3]
        if token.keyword == "VALUES" and variable.kind is Kind.VARIABLE and brace.text == "{":
            closing = next((each for each in found[number + 3 :] if each.text == "}"), None)
            if closing and "\n" not in text[token.offset : closing.end]:
                yield variable, (brace.end, closing.offset)


def _defaults(text: str, found: Sequence[Token], span: tuple[int, int], base: str | None) -> tuple[Term | None, ...]:
    """The terms that stand in a block, read by the engine itself under the text's own prologue."""
    prologue = text[: next((token.offset for token in found if token.keyword in keywords.FORMS), 0)]
    try:
        solutions = Store().query(f"{prologue} SELECT ?term {{ VALUES ?term {{{text[slice(*span)]}}} }}", base_iri=base)
    except SyntaxError as error:
        raise lexer.error(text, span[0], "the default of this parameter cannot be read") from error
    assert isinstance(solutions, QuerySolutions)
    return tuple(solution["term"] for solution in solutions)
