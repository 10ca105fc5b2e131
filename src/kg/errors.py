"""The errors that this package raises on purpose, as one hierarchy.

    KgError
    ├── UsageError            invalid usage: a command, parameter or setting
    ├── DatasetError          a file of the dataset cannot be read: file, line, column
    ├── ShapesError           a shape cannot be used: file, line, column, shape, parameter
    ├── NonConformance        the dataset does not conform to its shapes: the report
    ├── QueryError            a query cannot be answered
    │   ├── QuerySyntaxError  it is not valid SPARQL: line, column
    │   ├── QueryNotAllowed   it uses what this service does not offer: line, column
    │   ├── QueryTimeout      it took longer than the limit
    │   ├── QueryTooLarge     it, or its answer, is over a limit
    │   └── QueryInterrupted  its process was killed from outside: when to try again
    ├── ServiceBusy           no capacity at the moment: when to try again
    │   └── TooManyQueries    this client has as many queries at a time as it may
    ├── UnknownResource       nothing is known under this name
    │   └── RemovedResource   a former revision had it: since when, why, and what replaces it
    └── NotAcceptable         no offered media type is accepted: the offers

Errors carry fields; ``str()`` says what is wrong, where, and what to do about it. ``EXIT_CODES`` is the table of the
command line; that of HTTP statuses is ``kg.web.http.problems.STATUSES``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial


class Phrase(str):
    """A sentence in English that can be said in another language: a template, and the values of its placeholders.

    Catalogues of translations have the template. A value may be such a sentence too.
    """

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, values: Mapping[str, object]) -> Phrase:
        sentence = super().__new__(cls, template.format(**_written(values, str, _grouped)))
        sentence.template, sentence.values = template, values
        return sentence

    def __reduce__(self) -> tuple[type[Phrase], tuple[str, Mapping[str, object]]]:
        return Phrase, (self.template, self.values)

    def translated(self, gettext: Callable[[str], str], number: Callable[[float], str] = str) -> str:
        """The sentence in the language whose catalogue ``gettext`` looks a template up in; ``number`` writes numbers.

        >>> phrase("There is no list {name}.", name="x").translated(lambda _: "Er is geen lijst {name}.")
        'Er is geen lijst x.'
        """
        inner = partial(Phrase.translated, gettext=gettext, number=number)
        return gettext(self.template).format(**_written(self.values, inner, number))


def _written(
    values: Mapping[str, object], inner: Callable[[Phrase], str], number: Callable[[float], str]
) -> dict[str, str]:
    """The values as texts: sentences by ``inner``, numbers by ``number``."""
    return {
        name: inner(value)
        if isinstance(value, Phrase)
        else number(value)
        if isinstance(value, int | float)
        else str(value)
        for name, value in values.items()
    }


def _grouped(value: float) -> str:
    """A number in English.

    >>> _grouped(2000000), _grouped(10.0), _grouped(0.5)
    ('2,000,000', '10', '0.5')
    """
    return f"{value:,}".removesuffix(".0")


def phrase(template: str, /, **values: object) -> Phrase:
    """A sentence of an error; the call marks its template for the catalogues. A brace of its own is written twice."""
    return Phrase(template, values)


class KgError(Exception):
    """The root: catching it catches everything this package raises on purpose."""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        return _made_again, (type(self), self.args, self.__dict__)

    def __str__(self) -> str:
        return f"{self.message}\n  {self.hint}" if self.hint else self.message


def _made_again(kind: type[KgError], args: tuple[object, ...], fields: Mapping[str, object]) -> KgError:
    """An error that another process has raised."""
    error = kind.__new__(kind, *args)
    error.__dict__.update(fields)
    return error


class UsageError(KgError):
    """Invalid usage: a command line, a parameter or a setting."""


class _Placed(KgError):
    """An error at a place in a text; lines and columns count characters from 1."""

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        line: int | None = None,
        column: int | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message, hint=hint)
        self.file = file
        self.line = line
        self.column = column

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        return f"{place}: {super().__str__()}" if place else super().__str__()


class DatasetError(_Placed):
    """A file of the dataset cannot be read; nothing of it is used."""


class ShapesError(_Placed):
    """A shape cannot be used: it is not well-formed, or there is none.

    ``shape`` and ``parameter`` are RDF terms in N-Triples: the node that is wrong, and its property that is. Without a
    ``file``, the line and column are those within the text of that property, such as an embedded query. ``kind`` is the
    kind of problem, by which it may be ignored; ``others`` are further problems of the same shapes. ``remedies`` are
    sentences on all of them together.
    """

    remedies: Sequence[str] = ()

    def __init__(
        self,
        message: str,
        *,
        shape: str | None = None,
        parameter: str | None = None,
        file: str | None = None,
        line: int | None = None,
        column: int | None = None,
        hint: str | None = None,
        kind: str = "invalid",
        others: Sequence[ShapesError] = (),
    ) -> None:
        super().__init__(message, file=file, line=line, column=column, hint=hint)
        self.shape = shape
        self.parameter = parameter
        self.kind = kind
        self.others = tuple(others)

    def __str__(self) -> str:
        return "\n".join([super().__str__(), *map(str, self.others), *self.remedies])


class NonConformance(KgError):
    """The dataset does not conform to its shapes; ``report`` is the ValidationReport that says so."""

    def __init__(self, message: str, *, report: object, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.report = report


class QueryError(_Placed):
    """A query cannot be answered."""


class QuerySyntaxError(QueryError):
    """The text is not a SPARQL query."""


class QueryNotAllowed(QueryError):
    """The query uses what this service does not offer: federation, loading, updates."""


class QueryTimeout(QueryError):
    """The query took longer than the limit and was ended."""

    def __init__(self, message: str, *, seconds: float, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.seconds = seconds


class QueryTooLarge(QueryError):
    """The query, what it needs in memory, or its answer is over a limit."""


class QueryInterrupted(QueryError):
    """The process of the query was killed from outside, for a reason other than the query.

    The machine may have run out of memory. ``retry_after`` is in seconds.
    """

    def __init__(self, message: str, *, retry_after: int, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.retry_after = retry_after


class ServiceBusy(KgError):
    """The queue is full; ``retry_after`` is in seconds."""

    def __init__(self, message: str, *, retry_after: int, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.retry_after = retry_after


class TooManyQueries(ServiceBusy):
    """One client has reached its limit of simultaneous queries; others are still served."""


class UnknownResource(KgError):
    """There is no resource with this name; ``similar`` are suggestions."""

    def __init__(self, message: str, *, similar: Sequence[str] = (), hint: str | None = None) -> None:
        if similar and hint is None:
            hint = phrase("Did you mean {name}?", name=", ".join(similar))
        super().__init__(message, hint=hint)
        self.similar = tuple(similar)


class RemovedResource(UnknownResource):
    """A former revision had it, and it was removed on purpose.

    ``reasons`` are by language; ``replaced_by`` is the IRI of the resource that replaces it.
    """

    def __init__(self, message: str, *, day: str, reasons: Mapping[str, str], replaced_by: str | None = None) -> None:
        super().__init__(message, hint=reasons.get("en") or None)
        self.day = day
        self.reasons = reasons
        self.replaced_by = replaced_by


class NotAcceptable(KgError):
    """None of the media types offered is accepted."""

    def __init__(self, message: str, *, offers: Sequence[str], hint: str | None = None) -> None:
        super().__init__(message, hint=hint or phrase("Offered: {names}.", names=", ".join(offers)))
        self.offers = tuple(offers)


EXIT_CODES: dict[type[KgError], int] = {
    NonConformance: 1,
    UsageError: 2,
    DatasetError: 2,
    ShapesError: 2,
    QueryError: 2,
    ServiceBusy: 2,
    UnknownResource: 2,
    RemovedResource: 2,
    NotAcceptable: 2,
    KgError: 2,
}


def exit_code(error: KgError) -> int:
    """The exit code of the nearest class in ``EXIT_CODES``: 1 does not conform, 2 cannot read or wrong usage."""
    return next(EXIT_CODES[kind] for kind in type(error).__mro__ if kind in EXIT_CODES)
