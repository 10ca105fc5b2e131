"""Small queries whose answers SPARQL 1.1 decides, each about something that engines get wrong.

They are in ``known_answers.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

UNBOUND = "unbound"
_FILE = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True, slots=True)
class KnownAnswer:
    """A query with its answer; ``section`` is that of SPARQL 1.1 from which the answer follows."""

    name: str
    section: str
    query: str
    values: Sequence[str]
    used: str | None = None
    on_data: bool = False

    def is_used_in(self, query: str) -> bool:
        """Whether a query, without its comments, has what the case is about."""
        return self.used is not None and re.search(self.used, query) is not None


@dataclass(frozen=True, slots=True)
class KnownAnswers:
    """The cases, the prefixes of their queries, and the N-Triples that some of them need."""

    cases: Sequence[KnownAnswer]
    prefixes: str
    data: str
    triple_term: str


@cache
def known_answers() -> KnownAnswers:
    document = tomllib.loads(_FILE.read_text("utf-8"))
    cases = [KnownAnswer(**case) for case in document["case"]]
    return KnownAnswers(cases, document["prefixes"], document["data"], document["triple_term"] + "\n")
