"""Metrics in the format of Prometheus, served on an address of their own, which can be kept internal."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, start_http_server
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from kg.edition import Publication
from kg.errors import UsageError
from kg.web.server.observers import Observation

_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """Counts requests and the queries that were run, and reads the state of ``publication`` for each scrape."""

    def __init__(self, publication: Publication) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "kg_http_requests", "Requests answered.", ["method", "status", "cache"], registry=self.registry
        )
        self._seconds = Histogram(
            "kg_http_request_seconds", "Until an answer was ready.", buckets=_SECONDS, registry=self.registry
        )
        self._bytes = Counter("kg_http_response_bytes", "Bytes of bodies of known length.", registry=self.registry)
        self._queries = Counter(
            "kg_queries", "Queries run, by the error they ended in or by answer.", ["outcome"], registry=self.registry
        )
        self._query_seconds = Histogram(
            "kg_query_seconds", "Seconds of a query that was run.", buckets=_SECONDS, registry=self.registry
        )
        self._waited = Histogram(
            "kg_query_waited_seconds", "Seconds a query waited for its place.", buckets=_SECONDS, registry=self.registry
        )
        self._reloads = Counter("kg_reloads", "Attempts to serve a new revision.", ["result"], registry=self.registry)
        self.registry.register(_State(publication))
        ProcessCollector(registry=self.registry)

    def __call__(self, seen: Observation) -> None:
        cache = "hit" if seen.hit else "miss"
        self._requests.labels(_known(seen.method), str(seen.status), cache).inc()
        self._seconds.observe(seen.seconds)
        if seen.size:
            self._bytes.inc(seen.size)
        for run in seen.runs:
            self._queries.labels(run.outcome).inc()
            self._query_seconds.observe(run.seconds)
            self._waited.observe(run.waited)

    def reloaded(self, result: str) -> None:
        """Count an attempt to serve a new revision."""
        self._reloads.labels(result).inc()

    def listen(self, host: str, port: int) -> None:
        """Answer on this address until the process ends; raises UsageError where that cannot be."""
        try:
            start_http_server(port, host, self.registry)
        except OSError as error:
            raise UsageError(f"Metrics cannot be served on {host}:{port}: {error.strerror}.") from error


class _State(Collector):
    """The state at the moment of a scrape."""

    def __init__(self, publication: Publication) -> None:
        self._publication = publication

    def collect(self) -> Iterator[Metric]:
        edition = self._publication.current()
        about = {"digest": edition.revision.digest, "day": edition.revision.day.isoformat()}
        yield InfoMetricFamily("kg_revision", "The revision that is served.", about)
        load = edition.engine.load
        if load:
            yield GaugeMetricFamily("kg_queries_inside", "Queries that run or wait.", load.inside)
            yield GaugeMetricFamily("kg_queries_waiting", "Queries that wait for a place.", load.waiting)


def _known(method: str) -> str:
    """The method, or ``other``: clients may invent any number of methods."""
    return method if method in ("GET", "HEAD", "POST", "OPTIONS") else "other"
