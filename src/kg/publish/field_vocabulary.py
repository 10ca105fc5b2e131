"""What publishers need to know of a field's vocabulary, beside those that every project uses (SKOS, DCAT, OWL, SHACL).

The vocabulary of a field is a value that its own package makes; the publishers take it as an argument.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pyoxigraph import NamedNode

from kg.publish.changes.changed_things import ChangeWords
from kg.publish.documents.schema_org import Writer
from kg.publish.search.result_group import Group
from kg.publish.traced_sentences import TracedSentence
from kg.resources.language_view import Reader


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """By default that of no field.

    ``telling`` are the properties (prefixed names) whose values name a part of a document that has no name of its own.
    ``groups`` are listed first in search results; ``quoted`` are the properties that lead from a claim to its passages
    and to what it is about, whose words a search knows. ``schema_org`` has writers by local name of a class, in lower
    case. ``changes`` says in the field's words what an edit means. ``traced`` tells of a resource, as of a day, in
    sentences with what they rest on; none for a resource that the field knows nothing of.
    """

    telling: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    quoted: tuple[str, ...] = ()
    schema_org: Mapping[str, Writer] = field(default_factory=dict)
    changes: ChangeWords | None = None
    traced: Callable[[Reader, NamedNode, date], Sequence[TracedSentence]] = lambda *_: ()
