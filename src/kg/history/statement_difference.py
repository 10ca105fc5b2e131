"""The statements that one snapshot has and another has not, blank nodes matched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

from pyoxigraph import BlankNode, Quad

from kg.history.blank_node_pairs import paired
from kg.history.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class StatementDifference:
    """The statements lost and gained, as each snapshot has them, in its order.

    ``pairs`` are the blank nodes of the later snapshot that are also in the earlier, with their names there.
    ``compared`` has each statement as it was compared: with the graph that counts.
    """

    removed: tuple[Quad, ...]
    added: tuple[Quad, ...]
    pairs: Mapping[BlankNode, BlankNode]
    compared: Mapping[Quad, Quad]

    def __bool__(self) -> bool:
        return bool(self.removed or self.added)

    def quads(self) -> tuple[Quad, ...]:
        """All of them, as compared; blank nodes have the names of the earlier snapshot where it has them."""
        return tuple(self.compared[quad] for quad in chain(self.removed, self.added))


def between(before: Snapshot, after: Snapshot) -> StatementDifference:
    """What changed from one snapshot to the other.

    Two projects are compared graph by graph; files have no names that both sides share, so their statements are
    compared as one graph.
    """
    by_graph = not (before.project.is_in_memory or after.project.is_in_memory)
    old = dict(before.statements(by_graph=by_graph))
    new = dict(after.statements(by_graph=by_graph))
    pairs = paired(old, new)
    new = {_renamed(compared, pairs): quad for compared, quad in new.items()}
    lost = {quad: compared for compared, quad in old.items() if compared not in new}
    gained = {quad: compared for compared, quad in new.items() if compared not in old}
    return StatementDifference(tuple(lost), tuple(gained), pairs, {**lost, **gained})


def _renamed(quad: Quad, pairs: Mapping[BlankNode, BlankNode]) -> Quad:
    subject, value = quad.subject, quad.object
    if not isinstance(subject, BlankNode) and not isinstance(value, BlankNode):
        return quad
    return Quad(
        pairs.get(subject, _apart(subject)) if isinstance(subject, BlankNode) else subject,
        quad.predicate,
        pairs.get(value, _apart(value)) if isinstance(value, BlankNode) else value,
        quad.graph_name,
    )


def _apart(node: BlankNode) -> BlankNode:
    """The name of a node that only the later snapshot has, since a file's names repeat from version to version."""
    return BlankNode(f"{node.value}new")
