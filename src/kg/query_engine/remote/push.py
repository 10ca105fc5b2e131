"""A revision into engines elsewhere, so that readers see the one before or this one, and never some of both.

Its graphs go under names of their own beside those in use (``kg.query_engine.remote.graph_names``); one request then
changes the pointer (``kg.query_engine.remote.pushed_revision``); what neither this revision nor the one before it needs
is deleted last. The one before stays, for queries that run on it. A graph of names, written ahead, tells the next push
what one that broke off left behind. Several engines take each step together, so that they change within a moment.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

from pyoxigraph import NamedNode, Quad, Triple

from kg.errors import KgError, ServiceBusy, UsageError
from kg.query_engine.remote import authentication, graph_digest, graph_patch, pushed_revision
from kg.query_engine.remote.endpoint import FRESH_SECONDS, Endpoint
from kg.query_engine.remote.graph_digest import GraphDigest
from kg.query_engine.remote.graph_names import Renaming
from kg.query_engine.remote.graph_store import GraphStore
from kg.query_engine.remote.pushed_copy import PushedCopies
from kg.query_engine.remote.pushed_revision import Pointer
from kg.query_engine.remote.update_endpoint import UpdateEndpoint
from kg.rdf.namespaces import DCT
from kg.revision import Revision
from kg.settings.remote import RemoteSettings

_PART = NamedNode(DCT + "hasPart")
_CHANGED = "what the engine has is not what was pushed"


class Engine:
    """What a push needs of an engine; with an ``update`` endpoint, differences can be sent. To be closed."""

    def __init__(self, settings: RemoteSettings, place: int, base: str, *, patch: bool) -> None:
        self.url = settings.endpoints[place]
        secret = settings.secret()
        with ExitStack() as stack:
            self.store = GraphStore(settings.graph_stores[place], authentication.of_secret(secret))
            stack.callback(self.store.close)
            self.update: UpdateEndpoint | None = None
            if patch:
                self.update = UpdateEndpoint(settings.updates[place], authentication.of_secret(secret))
                stack.callback(self.update.close)
            self.endpoint = Endpoint(self.url, authentication.of_secret(secret), base, frozenset())
            stack.callback(self.endpoint.close)
            self._open = stack.pop_all()

    def close(self) -> None:
        self._open.close()


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push to an engine did; ``uploaded`` is empty where the revision was there already.

    ``sent`` are the statements that travelled. A ``problem`` ended it; the engine then answers from what it had.
    """

    engine: str
    digest: str
    uploaded: tuple[str, ...]
    deleted: tuple[str, ...]
    sent: int
    problem: KgError | None = None


OnLoaded = Callable[[str, str], None]
"""Hears of each graph when it is there: its name, and how it came."""


def push(
    revision: Revision, engines: Sequence[Engine], copies: PushedCopies | None = None, on_loaded: OnLoaded | None = None
) -> list[Pushed]:
    """Load a revision, switch to it, and delete what is two revisions old, at every engine.

    One that fails does not keep the others from it. Two pushes at the same time would delete each other's graphs: run
    one.
    """
    renaming = Renaming(pushed_revision.graph_names(quad.graph_name for quad in revision.quads()), revision.digest[:32])
    graphs = _by_graph(map(renaming.quad, revision.quads()))
    pushes = [_Push(engine, revision, renaming, graphs, copies, on_loaded or (lambda *_: None)) for engine in engines]
    for one in pushes:
        one.run(one.load)
    since = datetime.now(UTC).isoformat(timespec="milliseconds")
    for one in pushes:
        one.run(partial(one.switch, since))
    if any(one.uploaded for one in pushes):
        # Whoever looked at the pointer a moment ago still asks the graphs of the revision before, and these stay.
        time.sleep(FRESH_SECONDS)
    for one in pushes:
        one.run(one.clean)
    if copies and any(not one.problem for one in pushes):
        copies.keep(revision)
    return [one.done() for one in pushes]


@dataclass(slots=True)
class _Push:
    """A push to one engine."""

    engine: Engine
    revision: Revision
    renaming: Renaming
    graphs: Mapping[str, Sequence[Triple]]
    copies: PushedCopies | None
    on_loaded: OnLoaded
    before: Pointer | None = None
    known: set[str] = field(default_factory=set)
    digests: dict[str, GraphDigest] = field(default_factory=dict)
    uploaded: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    makes_digests: bool = True
    sent: int = 0
    problem: KgError | None = None

    @property
    def digest(self) -> str:
        return self.revision.digest[:32]

    @property
    def base(self) -> str:
        return self.revision.project.base

    def run(self, step: Callable[[], None]) -> None:
        """Take a step, unless one before it failed."""
        if self.problem:
            return
        try:
            step()
        except (UsageError, ServiceBusy) as error:
            self.problem = error
        except TimeoutError:
            self.problem = ServiceBusy("The engine took too long.", retry_after=5)

    def load(self) -> None:
        """Load the graphs beside those in use; of a revision that is in use, those that somebody has changed there."""
        self.before = pushed_revision.pushed(self.engine.endpoint.look, self.base)
        self.known = _names(self.engine.store.get(_inventory(self.base)))
        if self.before and self.before.digest == self.digest:
            self._restore(self.before)
            return
        self._write_inventory(self.known | self.graphs.keys())
        former = self._former() if self.engine.update else {}
        for name in self.graphs:
            reason = self._derive(name, former) if self.engine.update else ""
            if reason is not None:
                self._send(name, reason)

    def switch(self, since: str) -> None:
        """Change the pointer."""
        if self.uploaded:
            names = {graph: self.renaming.name(graph) for graph in self.renaming.graphs}
            digests = {graph: self.digests[name] for graph, name in names.items() if name in self.digests}
            pointer = Pointer(self.digest, self.renaming.graphs, since, self._former_digest or "", digests)
            self.engine.store.put(pushed_revision.name(self.base).value, pushed_revision.triples(self.base, pointer))

    def clean(self) -> None:
        """Delete what neither this revision nor the one before it needs."""
        former = self._former_digest
        if not self.uploaded and not former:
            return  # which one was before it is not known
        kept = tuple(f"!{digest}" for digest in (self.digest, former) if digest)
        old = sorted(name for name in self.known if not name.endswith(kept))
        for name in old:
            self.engine.store.delete(name)
            self.deleted.append(name)
        if old:
            self._write_inventory((self.known | set(self.uploaded)) - set(old))

    def done(self) -> Pushed:
        return Pushed(self.engine.url, self.digest, tuple(self.uploaded), tuple(self.deleted), self.sent, self.problem)

    @property
    def _former_digest(self) -> str | None:
        """The revision that the engine had before this one."""
        if self.before is None:
            return None
        return self.before.former if self.before.digest == self.digest else self.before.digest

    def _former(self) -> Mapping[str, Sequence[Triple]]:
        """The graphs of the revision that the engine has, by their names there, as far as a copy here tells them."""
        if self.before is None or self.before.digest is None or self.copies is None:
            return {}
        renaming = Renaming(self.before.graphs, self.before.digest)
        return _by_graph(map(renaming.quad, self.copies.read(self.before.digest) or ()))

    def _restore(self, pointer: Pointer) -> None:
        """Send the graphs of the revision in use that are not as they were pushed, where the engine can tell."""
        for graph in self.renaming.graphs & pointer.digests.keys():
            name = self.renaming.name(graph)
            self.digests[name] = pointer.digests[graph]
            if self._digest(name) != pointer.digests[graph] or (
                any(map(graph_digest.is_opaque, self.graphs[name])) and not self._has(name)
            ):
                self._send(name, _CHANGED)

    def _derive(self, name: str, former: Mapping[str, Sequence[Triple]]) -> str | None:
        """Make a graph of the one that the engine has; or tell why it must be sent whole."""
        assert self.engine.update
        graph = next(graph for graph in self.renaming.graphs if self.renaming.name(graph) == name)
        if self.before is None or self.before.digest is None or graph not in self.before.graphs:
            return "it is new"
        origin = Renaming(self.before.graphs, self.before.digest).name(graph)
        start, pushed = self._digest(origin), self.before.digests.get(graph)
        if start and pushed and start != pushed:
            return _CHANGED
        is_known = start and pushed and origin in former
        patch = graph_patch.between(former[origin] if is_known else self.engine.store.get(origin), self.graphs[name])
        if isinstance(patch, str):
            return patch
        self.engine.update.derive(name, origin, patch)
        self.sent += len(patch)
        end = self._digest(name)
        is_certain = start and end and patch.leads(start, end)
        if is_certain and not any(map(graph_digest.is_opaque, self.graphs[name])):
            self._note(name, "as a patch", end)
        elif self._has(name):
            self._note(name, "as a patch, and read again", end)
        else:
            return "what came of the patch is something else"
        return None

    def _send(self, name: str, reason: str = "") -> None:
        triples = self.graphs[name]
        self.engine.store.put(name, triples)
        self.sent += len(triples)
        self._note(name, f"whole: {reason}" if reason else "whole", self._digest(name))

    def _note(self, name: str, how: str, digest: GraphDigest | None) -> None:
        self.uploaded.append(name)
        if digest:
            self.digests[name] = digest
        self.on_loaded(name, how)

    def _digest(self, name: str) -> GraphDigest | None:
        """The digest that the engine makes of a graph; an engine that could not make one is not asked again."""
        digest = pushed_revision.digest(self.engine.endpoint.look, name) if self.makes_digests else None
        self.makes_digests = digest is not None
        return digest

    def _has(self, name: str) -> bool:
        """Whether a graph, read from the engine, is what was sent there."""
        return graph_patch.are_equal(self.engine.store.get(name), self.graphs[name])

    def _write_inventory(self, names: Iterable[str]) -> None:
        subject = NamedNode(_inventory(self.base))
        self.engine.store.put(subject.value, (Triple(subject, _PART, NamedNode(name)) for name in sorted(names)))


def _by_graph(quads: Iterable[Quad]) -> Mapping[str, Sequence[Triple]]:
    graphs: dict[str, list[Triple]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.graph_name, NamedNode):
            graphs[quad.graph_name.value].append(quad.triple)
    return graphs


def _inventory(base: str) -> str:
    """The graph that names every graph that a push has made, or was about to make."""
    return f"{base}graph/pushes"


def _names(triples: Iterable[Triple]) -> set[str]:
    return {
        triple.object.value for triple in triples if isinstance(triple.object, NamedNode) and triple.predicate == _PART
    }
