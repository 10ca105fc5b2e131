"""The project's own questions: their names, what they ask in a reader's language, and their queries.

A question is offered in lists where its graph can answer it, in the order of its front matter. Its texts may name the
resource that it is about, ``{city}`` for the parameter ``city``: by default the site's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import compress

from pyoxigraph import Literal, NamedNode, QueryBoolean

from kg.compact import forked_build
from kg.errors import QueryError, UnknownResource, phrase
from kg.named_queries import resource_input
from kg.named_queries.template import NamedQuery, bind, load, parted
from kg.revision import Revision
from kg.revision_results import kept_by_revision
from kg.sparql import term_input
from kg.sparql.term_input import Term
from kg.translations import elision

EXAMPLE = "example"
EXAMPLES = 3

Values = Mapping[str, Term | str | Sequence[Term | str]]


@dataclass(frozen=True, slots=True)
class Subject:
    """The resource that a question is about: the value of the parameter ``name``, with its names by language."""

    name: str
    node: NamedNode
    labels: Mapping[str, str]

    def label(self, language: str) -> str:
        """What it is called; its key where it has no name."""
        names = (self.labels.get(tag) for tag in (language, "en", *self.labels))
        return next((name for name in names if name), resource_input.key(self.node))


@dataclass(frozen=True, slots=True)
class Question:
    """A named query for readers; ``subject`` is what it is about, where its file says so and the graph has one.

    ``chosen`` are the resources that values of its other parameters name.
    """

    query: NamedQuery
    revision: Revision | None = None
    subject: Subject | None = None
    chosen: tuple[Subject, ...] = ()

    @property
    def name(self) -> str:
        return self.query.name

    @property
    def text(self) -> str:
        """The query with its defaults, without the front matter that a page tells in words."""
        return self.bound({})

    def title(self, language: str) -> Literal:
        """What it asks, and of which resources that a reader chose beside its subject."""
        title = self._worded(self.query.summary, language) or Literal(self.name)
        names = ", ".join(one.label(language) for one in self.chosen)
        return Literal(f"{title.value} – {names}", language=title.language) if names else title

    def titles(self) -> list[str]:
        """What it asks, in every language that it has."""
        return [self._filled(text, tag) for tag, text in self.query.summary.items()]

    def description(self, language: str) -> Literal | None:
        return self._worded(self.query.description, language)

    def group(self, language: str) -> Literal | None:
        """The name of the group of questions that it belongs to."""
        return self._worded(self.query.group, language)

    def column(self, variable: str, language: str) -> Literal:
        """The title of a column; the variable itself where the file gives none."""
        return self._worded(self.query.columns.get(variable, {}), language) or Literal(variable)

    def word(self, variable: str, value: Literal, language: str) -> Literal | None:
        """What a page writes in the place of a value of a column, where the file says so."""
        return self._worded(self.query.words.get(variable, {}).get(value.value, {}), language)

    def about(self, given: Values) -> Question:
        """The question about the resources that these values name, so that its title does."""
        named = {name: one for name in self.query.resources if (one := self._named(name, given.get(name)))}
        subject = named.pop(self.subject.name, self.subject) if self.subject else None
        return replace(self, subject=subject, chosen=tuple(one for one in named.values() if one.labels))

    def _named(self, name: str, value: Term | str | Sequence[Term | str] | None) -> Subject | None:
        """The resource that a value of a parameter names first."""
        if self.revision is None or not value:
            return None
        first = value if isinstance(value, str | NamedNode | Literal) else value[0]
        node = self._resource(name, first)
        return Subject(name, node, resource_input.labels(self.revision, node)) if isinstance(node, NamedNode) else None

    def bound(self, given: Values) -> str:
        """The query with these values instead of its defaults; raises QueryError for one it does not take."""
        return parted(bind(self.query, self._read(self._own() | dict(given))))[1]

    def defaults(self) -> dict[str, list[str]]:
        """The values that it has by itself, as a reader writes them: keys, IRIs in full, texts of literals."""
        parameters = self.query.parameters.values()
        values = {
            parameter.name: [self._spelled(parameter.name, term) for term in parameter.defaults if term is not None]
            for parameter in parameters
        }
        own = {self.subject.name: [self._spelled(self.subject.name, self.subject.node)]} if self.subject else {}
        return values | own

    def spelled(self, given: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
        """The values as an address gives them, those of parameters that take a resource by its key."""
        resources = self.query.resources
        return {
            name: [self._spelled(name, self._resource(name, value)) if name in resources else value for value in values]
            for name, values in given.items()
        }

    def _spelled(self, name: str, term: Term | str) -> str:
        if self.revision and name in self.query.resources and isinstance(term, NamedNode):
            return resource_input.short(self.revision, self.query.resources[name].object_of, term)
        return term if isinstance(term, str) else term.value

    def _own(self) -> dict[str, Term | str | Sequence[Term | str]]:
        """What it is about, where that is not what stands in the file."""
        if self.subject is None or (self.subject.node,) == self.query.parameters[self.subject.name].defaults:
            return {}
        return {self.subject.name: self.subject.node}

    def _read(self, given: Values) -> dict[str, Term | str | Sequence[Term | str]]:
        """The values, those of parameters that take a resource as its IRI."""
        values = dict(given)
        for name in self.query.resources.keys() & values.keys() if self.revision else ():
            value = values[name]
            several = [value] if isinstance(value, str | NamedNode | Literal) else value
            values[name] = [self._resource(name, item) for item in several]
        return values

    def _resource(self, name: str, value: Term | str) -> Term | str:
        if self.revision is None or not isinstance(value, str):
            return value
        parameter, query = self.query.resources[name], self.query
        if parameter.others and value.startswith(("http:", "https:")):
            return term_input.iri(value, name, query.prefixes, query.base)
        # The resource is one of the project, wherever the base of the question is.
        base = self.revision.project.base
        return resource_input.read(self.revision, parameter.object_of, name, value, query.prefixes, base)

    def _worded(self, texts: Mapping[str, str], language: str) -> Literal | None:
        for tag in (language, "en", *texts):
            if texts.get(tag):
                text = self._filled(texts[tag], tag)
                return Literal(text, language=tag) if tag else Literal(text)
        return None

    def _filled(self, text: str, language: str) -> str:
        return elision.fill(text, self.subject.name, self.subject.label(language), language) if self.subject else text


@kept_by_revision
def questions(revision: Revision) -> tuple[Question, ...]:
    """Every question of the project, by name; read once for a revision."""
    project = revision.project
    return tuple(of_query(revision, load(path, project.base, project.prefixes)) for path in project.queries())


def of_query(revision: Revision, query: NamedQuery) -> Question:
    """The question that a query of the project asks of a revision, about the site's own resource."""
    subject = None
    for name, parameter in query.resources.items():
        node = resource_input.own(revision, parameter.object_of) if parameter.own else None
        if node and name in query.parameters:
            subject = Subject(name, node, resource_input.labels(revision, node))
    return Question(query, revision, subject)


@kept_by_revision
def offered(revision: Revision) -> tuple[Question, ...]:
    """The questions that the graph can answer, the most asked first."""
    known = questions(revision)
    met = forked_build.build(revision, _met, tuple(question.query for question in known))
    answerable = list(compress(known, met))
    return tuple(sorted(answerable, key=lambda question: (question.query.order, question.name)))


def _met(revision: Revision, queries: Sequence[NamedQuery]) -> list[bool]:
    return [is_met(revision, query) for query in queries]


def grouped(revision: Revision) -> list[tuple[Question, ...]]:
    """The questions that are offered, by group; the group of the most asked first."""
    groups: dict[str, list[Question]] = {}
    for question in offered(revision):
        groups.setdefault(str(question.group("en")), []).append(question)
    return [tuple(group) for group in groups.values()]


def find(revision: Revision, name: str) -> Question:
    """The question of this name. Raises UnknownResource, with similar names."""
    known = {question.name: question for question in questions(revision)}
    if name not in known:
        similar = [f"/queries/{close}" for close in get_close_matches(name, known, n=3, cutoff=0.4)]
        raise UnknownResource(phrase("There is no question {name}.", name=name), similar=similar)
    return known[name]


def examples(revision: Revision) -> tuple[Question, ...]:
    """A few to begin with: those tagged ``example``, else the first."""
    known = offered(revision)
    return (tuple(question for question in known if EXAMPLE in question.query.tags) or known)[:EXAMPLES]


def is_met(revision: Revision, query: NamedQuery) -> bool:
    """Whether the graph has what a question needs."""
    if not query.needs:
        return True
    try:
        base = f"BASE <{query.base}>\n" if query.base else ""
        answer = revision.evaluate(base + query.needs)
    except SyntaxError as error:
        raise QueryError(f"{query.name}: what it needs cannot be read: {error}") from error
    if not isinstance(answer, QueryBoolean):
        raise QueryError(f"{query.name}: what it needs is no ASK query")
    return bool(answer)
