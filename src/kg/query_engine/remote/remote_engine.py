"""An engine that sends queries to remote endpoints with the SPARQL 1.1 Protocol, each to one that answers.

The guard has judged the query before; the dataset goes with it as protocol parameters, so that it sees our graphs and
nothing else, and no engine is led to fetch one. The engine answers in JSON, XML or N-Triples; what it says is counted
against the limits, read to its end, and written anew in the format that was asked for. So an answer that breaks off is
an error, and the formats are the same as ever. Since nothing of an answer goes on before its end, another endpoint can
be asked where one fails.
"""

from __future__ import annotations

import copy
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from typing import IO, cast

import pyoxigraph

from kg.errors import QueryError, QuerySyntaxError, QueryTimeout, QueryTooLarge, ServiceBusy, phrase
from kg.query_engine import Load, evaluation, request_context
from kg.query_engine.answer import Answer, Gathering
from kg.query_engine.evaluation import AnswerFormat, GraphSelection
from kg.query_engine.guard import CheckedQuery, QueryForm
from kg.query_engine.pool.frames import Frame
from kg.query_engine.pool.result_stream import Outlet
from kg.query_engine.pool.scheduler import Places
from kg.query_engine.remote import pushed_revision, verdicts
from kg.query_engine.remote.endpoint import Endpoints
from kg.query_engine.remote.graph_names import Renaming
from kg.query_engine.remote.http_client import Reply
from kg.query_engine.remote.pushed_revision import Pointer
from kg.rdf import formats
from kg.rdf.formats import N_TRIPLES, RDF_FORMATS, RESULTS_FORMATS, Format, ResultsFormat
from kg.revision import Revision
from kg.settings.query import Limits
from kg.settings.remote import RemoteSettings
from kg.sparql import syntax_errors

_RESULTS = "application/sparql-results+json, application/sparql-results+xml;q=0.7"
_GRAPHS = "application/n-triples, text/turtle;q=0.7, application/rdf+xml;q=0.5"
_IN_MEMORY = 8 << 20
_WORDIER = 4
"""An answer in JSON may be so many times as long as what we make of it."""
_COMPLAINT = 2_000
_HINT = 200
_ADVICE = phrase(
    "Ask for less: a selective pattern first, a LIMIT, fewer optional parts. Or take a dump and ask at home."
)


class RemoteEngine:
    """The remote endpoints with one of our revisions; ``current`` is the same with the revision that they have now.

    ``state`` is the digest of the revision; None where it is not known when the data there changes. Which extension
    functions the endpoints have is not known.
    """

    functions: Sequence[str] = ()
    load: Load | None = None

    def __init__(self, settings: RemoteSettings, revision: Revision, limits: Limits) -> None:
        self._base = revision.project.base
        self._own = pushed_revision.graph_names(quad.graph_name for quad in revision.quads())
        self._endpoints = Endpoints(settings, self._base, self._own)
        self._limits = limits
        self._places = Places(limits)
        self._pointer: Pointer | None = None
        self._renaming = Renaming(self._own)
        self.state: str | None = None

    @property
    def is_fresh(self) -> bool:
        """Whether this was the endpoints' revision a moment ago, so that ``current`` would not look."""
        return self._endpoints.is_fresh and self._endpoints.chosen() == self._pointer

    def current(self) -> RemoteEngine:
        """The engine as it is now: another one than this if there is another revision."""
        seen = self._endpoints.current()
        if seen == self._pointer or seen is None:
            return self
        other = copy.copy(self)
        other._pointer = seen
        other._renaming = Renaming(seen.graphs, seen.digest)
        other.state = seen.digest
        return other

    def evaluate(
        self, query: CheckedQuery, answer_format: AnswerFormat, graphs: GraphSelection | None = None
    ) -> Answer:
        """The whole answer, to be closed after use.

        Raises NotAcceptable, ServiceBusy, QueryTimeout, QueryTooLarge, QuerySyntaxError or QueryError.
        """
        evaluation.require(query.form, answer_format)
        self.check_ready()
        deadline = time.monotonic() + self._limits.seconds
        try:
            with self._places.one(deadline, request_context.current().client):
                return self._first(query, answer_format, graphs, deadline)
        except TimeoutError as error:
            seconds = self._limits.seconds
            message = phrase("The query took longer than {seconds} seconds and was ended.", seconds=seconds)
            raise QueryTimeout(message, seconds=seconds, hint=_ADVICE) from error

    def _first(
        self, query: CheckedQuery, answer_format: AnswerFormat, graphs: GraphSelection | None, deadline: float
    ) -> Answer:
        """The answer of the first endpoint that gives a whole one; raises the last one's ServiceBusy."""
        assert self._pointer
        text, selected = self._renaming.query(query.text, self._base, graphs)
        accept = _RESULTS if query.form in (QueryForm.SELECT, QueryForm.ASK) else _GRAPHS
        refusal = ServiceBusy(phrase("The engine behind this service has other data since."), retry_after=1)
        for endpoint in self._endpoints.having(self._pointer):
            status = 0
            try:
                with endpoint.ask(text, selected, accept, deadline) as reply:
                    status = reply.status
                    if status != 200:
                        raise self._complaint(reply, query, edited=text != query.text)
                    with self._received(reply) as body:
                        return self._written(body, reply.header("Content-Type"), query, answer_format)
            except ServiceBusy as error:
                # Virtuoso answers 500 where this query is too much for it, and it answers others.
                if status != 500:
                    endpoint.watch.fail()
                refusal = error
        raise refusal

    def begin(self, query: CheckedQuery, answer_format: AnswerFormat, graphs: GraphSelection | None = None) -> None:
        """A remote endpoint can only be waited for, by ``evaluate``."""

    def check_ready(self) -> None:
        """Raise ServiceBusy where it is not known which data the endpoint has."""
        if self._pointer is None:
            message = phrase("The engine behind this service cannot be reached, or has no data yet.")
            raise ServiceBusy(message, retry_after=5, hint=phrase("kg push loads a revision into it."))

    def close(self) -> None:
        """Take no more queries, and wait for those that run."""
        self._places.close(self._limits.seconds + 1)
        self._endpoints.close()

    end = close

    def _received(self, reply: Reply) -> IO[bytes]:
        """The whole body, with our names for graphs, in memory or in a file."""
        most = self._limits.answer_mib * _WORDIER << 20
        size = 0
        with ExitStack() as otherwise:
            body = otherwise.enter_context(tempfile.SpooledTemporaryFile(_IN_MEMORY))
            for chunk in self._renaming.restored(reply.chunks()):
                size += len(chunk)
                if size > most:
                    message = phrase("The answer is larger than {limit} MiB.", limit=self._limits.answer_mib)
                    raise QueryTooLarge(message, hint=phrase("Ask for less with LIMIT and OFFSET, or take a dump."))
                body.write(chunk)
            otherwise.pop_all()
        body.seek(0)
        return body

    def _written(self, body: IO[bytes], media_type: str, query: CheckedQuery, answer_format: AnswerFormat) -> Answer:
        """The answer in our format; raises ServiceBusy where what was received is no whole answer."""
        spoken = formats.named(media_type.partition(";")[0], (*RESULTS_FORMATS, *RDF_FORMATS))
        gathering = Gathering()
        try:
            output = Outlet(_Into(gathering), self._limits, answer_format)
            if isinstance(answer_format, ResultsFormat) and isinstance(spoken, ResultsFormat):
                results = pyoxigraph.parse_query_results(body, format=spoken.codec)
                if query.form is QueryForm.ASK:
                    results = verdicts.of_ask(results)
                evaluation.write(results, answer_format, output, query.prefixes)
            elif isinstance(answer_format, Format) and isinstance(spoken, Format):
                _write_graph(body, spoken, answer_format, output, query)
            else:
                raise ServiceBusy(
                    phrase("The engine behind this service answered as {media_type}.", media_type=media_type),
                    retry_after=5,
                )
        except SyntaxError as error:
            message = phrase("The answer of the engine behind this service broke off, or is not what it says it is.")
            raise ServiceBusy(message, retry_after=1, hint=_ADVICE) from error
        return gathering.whole(answer_format)

    def _complaint(self, reply: Reply, query: CheckedQuery, *, edited: bool) -> QueryError | ServiceBusy:
        """The engine's refusal: of the query where it says so, else of everything for now."""
        message = b"".join(self._renaming.restored(reply.chunks()))[:_COMPLAINT].decode(errors="replace").strip()
        if reply.status in (400, 422):
            # Places in a text that was edited are not those in the query.
            return QuerySyntaxError(message) if edited else syntax_errors.syntax_error(query.text, SyntaxError(message))
        if reply.status in (408, 504):
            return QueryTimeout(phrase("The engine behind this service ended the query."), seconds=0, hint=_ADVICE)
        return ServiceBusy(
            phrase("The engine behind this service answered {status}.", status=reply.status),
            retry_after=5,
            hint=phrase("Its complaint: {complaint}", complaint=" ".join(message.split())[:_HINT]) if message else None,
        )


class _Into:
    """Gathers frames."""

    def __init__(self, gathering: Gathering) -> None:
        self._gathering = gathering

    def send(self, kind: Frame, content: bytes | bytearray = b"") -> None:
        assert kind is Frame.DATA
        self._gathering.add(bytes(content))


def _write_graph(body: IO[bytes], spoken: Format, wanted: Format, output: Outlet, query: CheckedQuery) -> None:
    if spoken == wanted == N_TRIPLES:
        for chunk in iter(lambda: body.read(_IN_MEMORY), b""):
            output.write(chunk)
        output.flush()
        return
    triples: Iterable[pyoxigraph.Triple] = (quad.triple for quad in pyoxigraph.parse(body, format=spoken.codec))
    prefixes = {name: iri for name, iri in query.prefixes.items() if ":" in iri}
    pyoxigraph.serialize(triples, cast("IO[bytes]", output), wanted.codec, prefixes=prefixes)
