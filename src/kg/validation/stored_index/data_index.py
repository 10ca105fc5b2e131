"""An index of data whose terms and tables stay in a file until they are needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pyoxigraph import NamedNode

from kg.compact.table_file import Section, Tables
from kg.shacl.data_graph import Index, Numbered
from kg.shacl.report import Term
from kg.validation.stored_index import stored_terms
from kg.validation.stored_index.stored_tables import StoredTable, arrays_of
from kg.validation.stored_index.stored_terms import StoredTerms

_PARTS = ("keys", "starts", "values")


def sections_of(index: Index) -> dict[str, Section]:
    """The sections of a file that holds the index."""
    sections = stored_terms.sections_of(index.terms)
    for number, predicate in enumerate(index.predicates):
        for way, table in (("forward", index.forward(predicate)), ("inverse", index.inverse(predicate))):
            for part, numbers in zip(_PARTS, arrays_of(table), strict=True):
                sections[f"{way} {number} {part}"] = memoryview(numbers).cast("B")
    return sections


class StoredIndex(Index):
    """The index of a file, as one of statements in memory would be; changes do not alter the file."""

    def __init__(self, tables: Tables, predicates: Sequence[str]) -> None:
        super().__init__(())
        self._sections = tables.sections
        stored = self._stored = StoredTerms(tables.sections)
        self.terms, self.ids = stored, stored.numbers  # type: ignore[assignment]
        self._positions = {NamedNode(iri): number for number, iri in enumerate(predicates)}
        self._columns = dict.fromkeys(self._positions)

    def number(self, term: Term) -> int:
        try:
            return self.ids[term]
        except KeyError:
            number = self.ids[term] = len(self.terms)
            self.terms.append(term)
            return number

    def iris(self, beginning: str, end: str) -> Iterator[NamedNode]:
        """The IRIs among the terms that have this beginning or this end."""
        yield from map(NamedNode, self._stored.iris(beginning, end))
        for term in self._stored.appended:
            if isinstance(term, NamedNode) and (term.value.startswith(beginning) or term.value.endswith(end)):
                yield term

    def forward(self, predicate: NamedNode) -> Mapping[int, Sequence[int]]:
        self._load(predicate)
        return super().forward(predicate)

    def inverse(self, predicate: NamedNode) -> Mapping[int, Sequence[int]]:
        self._load(predicate)
        return super().inverse(predicate)

    def change(self, added: Iterable[Numbered], removed: Iterable[Numbered]) -> None:
        added, removed = list(added), list(removed)
        for _, predicate, _ in (*added, *removed):
            self._load(predicate)
        super().change(added, removed)

    def _load(self, predicate: NamedNode) -> None:
        number = self._positions.pop(predicate, None)
        if number is not None:
            self._forward[predicate], self._inverse[predicate] = (  # type: ignore[assignment]
                StoredTable(*(self._sections[f"{way} {number} {part}"].cast("I") for part in _PARTS))
                for way in ("forward", "inverse")
            )
