"""Reads and binds the named queries of a project: ``.rq`` files with front matter and parameters.

A parameter is a ``VALUES`` block on one line with its default, ``VALUES ?day { "2019-06-01"^^xsd:date }``, so that the
file runs unchanged in any engine. Binding replaces the content of the block with terms that the engine's serialiser
wrote; text from a reader never becomes part of a query.

A query with a parameter ``until`` beside ``day`` is about some time from the one to the other: a year or a month that
is given for ``day`` then means all its days. In any other query it means the last of them.
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

from kg.errors import QueryError, QuerySyntaxError, phrase
from kg.rdf.source import syntax_errors
from kg.sparql import keywords, lexer, term_input
from kg.sparql.lexer import Kind, Token
from kg.sparql.term_input import Term

_Value = Term | str | Sequence[Term | str]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's, ten times faster, where PyYAML has it."""
FIRST_DAY, LAST_DAY = "day", "until"
_FRONT = "#+"
_FIELDS = ("summary", "description", "tags", "group", "order", "needs", "columns", "words", "parameters")
_KINDS = {list: "list", int: "whole number", str: "text", dict: "mapping"}
_LAST = 1_000_000
"""The order of a query that gives none: after those that do."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: its default terms (None for UNDEF), and the spans of the contents of its blocks in the text."""

    name: str
    defaults: tuple[Term | None, ...]
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class ResourceParameter:
    """What a parameter takes: the objects of the property ``object_of``.

    ``own`` if its default is the site's own; ``others`` if it takes other IRIs too, such as those of an authority.
    """

    object_of: NamedNode
    own: bool = False
    others: bool = False


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A named query.

    ``summary``, ``description``, ``group`` and the titles of ``columns`` have a text for each language tag; a text
    without language has the empty tag. ``text`` is the whole file; ``prefixes`` and ``base`` are those of its terms.
    ``needs`` is an ASK query: where its answer is no, the graph has no answer to this query. ``resources`` are the
    parameters that take a resource, by name. ``words`` has, for a column, what pages write in the place of its values.
    """

    name: str
    summary: Mapping[str, str]
    description: Mapping[str, str]
    tags: tuple[str, ...]
    text: str
    parameters: Mapping[str, Parameter]
    prefixes: Mapping[str, str]
    base: str | None
    group: Mapping[str, str]
    order: int
    needs: str
    columns: Mapping[str, Mapping[str, str]]
    resources: Mapping[str, ResourceParameter]
    words: Mapping[str, Mapping[str, Mapping[str, str]]]

    @property
    def takes_spans(self) -> bool:
        """Whether it is about some time between two days."""
        return FIRST_DAY in self.parameters and LAST_DAY in self.parameters


def load(path: Path, base: str | None = None, prefixes: Mapping[str, str] | None = None) -> NamedQuery:
    """Read a ``.rq`` file; the name of the query is the file name without the extension."""
    try:
        text = syntax_errors.text_of(path.read_bytes(), str(path))
    except OSError as error:
        raise QueryError(f"cannot be read: {error}", file=str(path)) from error
    return parse(text, path.stem, base, prefixes, str(path))


def parse(
    text: str, name: str, base: str | None = None, prefixes: Mapping[str, str] | None = None, file: str | None = None
) -> NamedQuery:
    """Read a query; ``base`` and ``prefixes`` are for values, beside those that the text declares.

    Raises QuerySyntaxError for front matter or parameters that cannot be read.
    """
    try:
        front = _front_matter(text)
        decoded = lexer.decode(text)
        tokens = list(lexer.scan(decoded))
        declared, own_base = _prologue(tokens)
        known = {**(prefixes or {}), **declared}
        whole_base = urljoin(base or "", own_base) if own_base else base
        return NamedQuery(
            name=name,
            summary=_by_language(front.get("summary", name)),
            description=_by_language(front.get("description", "")),
            tags=tuple(front.get("tags", ())),
            text=decoded,
            parameters=_parameters(decoded, tokens, base),
            prefixes=known,
            base=whole_base,
            group=_by_language(front.get("group", "")),
            order=front.get("order", _LAST),
            needs=front.get("needs", ""),
            columns={name: _by_language(titles) for name, titles in front.get("columns", {}).items()},
            resources=_resources(front, known, whole_base),
            words={name: _words(values) for name, values in front.get("words", {}).items()},
        )
    except QuerySyntaxError as error:
        error.file = file
        raise


def _parameters(text: str, tokens: Sequence[Token], base: str | None) -> dict[str, Parameter]:
    """The parameters by name; one that occurs in several places has the same default in each."""
    parameters: dict[str, Parameter] = {}
    for variable, span in _blocks(text, tokens):
        defaults = _defaults(text, tokens, span, base)
        before = parameters.get(variable.text[1:])
        if before and before.defaults != defaults:
            raise lexer.error(text, variable.offset, f"{variable.text} has another default above")
        spans = (*before.spans, span) if before else (span,)
        parameters[variable.text[1:]] = Parameter(variable.text[1:], defaults, spans)
    return parameters


def _resources(front: Mapping[str, Any], prefixes: Mapping[str, str], base: str | None) -> dict[str, ResourceParameter]:
    """The parameters that take a resource, as the front matter describes them."""
    described: dict[str, ResourceParameter] = {}
    for name, fields in front.get("parameters", {}).items():
        if not isinstance(fields, dict) or set(fields) - {"objectOf", "own", "others"} or "objectOf" not in fields:
            hint = "Write #+ parameters: { NAME: { objectOf: PROPERTY, own: true } }."
            raise QuerySyntaxError(f"the front matter describes the parameter {name} otherwise", line=1, hint=hint)
        predicate = term_input.iri(str(fields["objectOf"]), "objectOf", prefixes, base)
        described[name] = ResourceParameter(predicate, bool(fields.get("own")), bool(fields.get("others")))
    return described


def bind(query: NamedQuery, given: Mapping[str, _Value]) -> str:
    """The text of the query with values in place of the defaults; a sequence gives a parameter several values.

    A string is read as a term of the type of the default: as an IRI (absolute, relative to the base, or a prefixed
    name), or as a literal with its datatype or language. Raises QueryError for an unknown parameter or a value that is
    not of the type.
    """
    replacements: list[tuple[int, int, str]] = []
    for name, value in (_spanned(given) if query.takes_spans else given).items():
        parameter = _known(query, name)
        values = [value] if isinstance(value, str | NamedNode | Literal) else value
        typed = query.parameters[FIRST_DAY] if query.takes_spans and name == LAST_DAY else parameter
        like = next((term for term in typed.defaults if term), None)
        terms = [
            term_input.read(item, name, like, query.prefixes, query.base) if isinstance(item, str) else item
            for item in values
        ]
        if terms:
            replacements += [(start, end, f" {' '.join(map(str, terms))} ") for start, end in parameter.spans]
    text = query.text
    for start, end, content in sorted(replacements, reverse=True):
        text = text[:start] + content + text[end:]
    return text


def _spanned(given: Mapping[str, _Value]) -> Mapping[str, _Value]:
    """The values, with the first and the last day of a year or a month that is given as the day."""
    day = given.get(FIRST_DAY)
    text = day[0] if isinstance(day, list | tuple) and len(day) == 1 else day
    if not isinstance(text, str) or given.get(LAST_DAY):
        return given
    first, last = term_input.days(text)
    return given if first == last else {**given, FIRST_DAY: first, LAST_DAY: last}


def parted(text: str) -> tuple[str, str]:
    r"""The front matter as written, and the query without it.

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
    hint = phrase("It has no parameters.")
    if query.parameters:
        hint = phrase("Its parameters are: {names}.", names=", ".join(query.parameters))
    if close:
        hint = phrase(
            "Did you mean {name}? Its parameters are: {names}.", name=close[0], names=", ".join(query.parameters)
        )
    raise QueryError(phrase("{query} has no parameter {name}", query=query.name, name=name), hint=hint)


def _yaml(text: str) -> Any:
    """What YAML says; the slow loader names the place of a mistake."""
    try:
        return yaml.load(text, Loader=_LOADER)  # noqa: S506 - both loaders are safe
    except yaml.MarkedYAMLError:
        return yaml.safe_load(text)


def _front_matter(text: str) -> dict[str, Any]:
    front = [line.removeprefix(_FRONT).removeprefix(" ") for line in parted(text)[0].removesuffix("\n").split("\n")]
    try:
        fields = _yaml("\n".join(front)) or {}
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise QuerySyntaxError(f"the front matter is not valid YAML: {error.problem}", line=line) from error
    if not isinstance(fields, dict) or set(fields) - set(_FIELDS):
        hint = "Write #+ summary: …, #+ description: … (a text, or one for each language) and #+ tags: [ … ]."
        raise QuerySyntaxError(f"the front matter has other fields than {', '.join(_FIELDS)}", line=1, hint=hint)
    kinds = (("tags", list), ("order", int), ("needs", str), ("columns", dict), ("words", dict), ("parameters", dict))
    for name, kind in kinds:
        if name in fields and not isinstance(fields[name], kind):
            raise QuerySyntaxError(f"the front matter has a value of {name} that is no {_KINDS[kind]}", line=1)
    return fields


def _by_language(value: object) -> Mapping[str, str]:
    """The texts of a field by language tag."""
    return {str(tag): str(text) for tag, text in value.items()} if isinstance(value, dict) else {"": str(value)}


def _words(values: object) -> Mapping[str, Mapping[str, str]]:
    """The texts by language tag, for each value of a column."""
    if not isinstance(values, dict):
        raise QuerySyntaxError("the words of a column are no mapping of its values", line=1)
    return {str(value): _by_language(texts) for value, texts in values.items()}


def _prologue(tokens: Iterable[Token]) -> tuple[dict[str, str], str | None]:
    """The prefixes and the base that the text declares."""
    prefixes: dict[str, str] = {}
    base = None
    before: tuple[Token | None, Token | None] = (None, None)
    for token in tokens:
        if token.kind is Kind.IRI and before[1] and before[1].keyword == "BASE":
            base = token.text[1:-1]
        elif token.kind is Kind.IRI and before[0] and before[0].keyword == "PREFIX" and before[1]:
            prefixes[before[1].text[:-1]] = token.text[1:-1]
        before = (before[1], token)
    return prefixes, base


def _blocks(text: str, tokens: Sequence[Token]) -> Iterator[tuple[Token, tuple[int, int]]]:
    """The variable of each one-line VALUES block with one variable, and the span of its content."""
    for number, token in enumerate(tokens[:-2]):
        variable, brace = tokens[number + 1 : number + 3]
        if token.keyword == "VALUES" and variable.kind is Kind.VARIABLE and brace.text == "{":
            closing = next((later for later in tokens[number + 3 :] if later.text == "}"), None)
            if closing and "\n" not in text[token.offset : closing.end]:
                yield variable, (brace.end, closing.offset)


def _defaults(text: str, tokens: Sequence[Token], span: tuple[int, int], base: str | None) -> tuple[Term | None, ...]:
    """The terms in a block, read by the engine with the prologue of the text."""
    prologue = text[: next((token.offset for token in tokens if token.keyword in keywords.FORMS), 0)]
    try:
        solutions = Store().query(f"{prologue} SELECT ?term {{ VALUES ?term {{{text[slice(*span)]}}} }}", base_iri=base)
    except SyntaxError as error:
        raise lexer.error(text, span[0], "the default of this parameter cannot be read") from error
    assert isinstance(solutions, QuerySolutions)
    return tuple(solution["term"] for solution in solutions)
