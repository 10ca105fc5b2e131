"""What constraints demand, as predicates of a sentence: ``must have at least 1 value``.

In each language the subject comes before the predicate, so that the property can be named first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.rdf.namespaces import RDF
from kg.shacl.core import (
    additions,
    cardinality,
    logical,
    other,
    property_pair,
    rdf_lists,
    shape_based,
    string,
    value_range,
    value_type,
)
from kg.shacl.literals.comparison import compare, value_of
from kg.shacl.literals.datatypes import is_well_formed
from kg.shacl.report import Result, Term
from kg.shacl.shapes.shape import Constraint, ShapeName
from kg.shacl.sparql_based.constraint import SparqlConstraint
from kg.shacl.vocabulary import component
from kg.translations.catalogue import mark
from kg.validation.display_names import Names
from kg.validation.message_texts import translations
from kg.validation.messages.value_words import TEMPORAL, ValueWords
from kg.validation.positions.result_statements import Statements
from kg.validation.shape_descriptions import Rules

_TYPE = NamedNode(RDF + "type")
_LISTED = 12
_BOUNDS = {
    value_range.MinExclusive: mark("must be greater than {value}"),
    value_range.MinInclusive: mark("must be greater than or equal to {value}"),
    value_range.MaxExclusive: mark("must be less than {value}"),
    value_range.MaxInclusive: mark("must be less than or equal to {value}"),
    property_pair.LessThan: mark("must be less than the value of {value}"),
    property_pair.LessThanOrEquals: mark("must be less than or equal to the value of {value}"),
}
_SHAPES = {
    logical.And: mark("must conform to all of {shapes}"),
    logical.Or: mark("must conform to one of {shapes}"),
    logical.Xone: mark("must conform to exactly one of {shapes}"),
}

Label = Callable[[ShapeName], str]


class ConstraintWords:
    """Constraints in the reader's language; ``label`` tells a shape, ``data`` is what was judged."""

    def __init__(self, names: Names, languages: Sequence[str], label: Label, rules: Rules, data: Statements) -> None:
        self._names = names
        self._values = ValueWords(names, languages)
        self._catalogue = translations(languages)
        self._label = label
        self._rules = rules
        self._data = data

    def predicate(self, constraint: Constraint, result: Result | None = None) -> str | None:
        """What the constraint demands and, with a result of it, what is there instead; None where it has no words."""
        match constraint:
            case other.Closed():
                return self._say(mark("is a property that is not allowed here"))
            case other.HasValue(value=value):
                return self._say(mark("must have the value {value}"), value=self._names.term(value))
            case other.In(members=members):
                return self._say(mark("must be one of {values}"), values=self._listed(map(self._names.term, members)))
            case SparqlConstraint():
                return self._query(constraint, result)
        return (
            self._count(constraint)
            or self._text(constraint, result)
            or self._type(constraint, result)
            or self._comparison(constraint, result)
            or self._shapes(constraint, result)
            or self._list(constraint)
            or self._addition(constraint)
        )

    def _say(self, message: str, **values: object) -> str:
        return self._catalogue.gettext(message).format(**values)

    def _listed(self, texts: Iterable[str]) -> str:
        listed = list(texts)
        more = len(listed) - _LISTED
        rest = f" {self._say(mark('and {count} more'), count=more)}" if more > 0 else ""
        return ", ".join(listed[:_LISTED]) + rest

    def _count(self, constraint: Constraint) -> str | None:
        ngettext = self._catalogue.ngettext
        match constraint:
            case cardinality.MinCount(count=n):
                message = ngettext("must have at least {count} value", "must have at least {count} values", n)
            case cardinality.MaxCount(count=n):
                message = ngettext("must have at most {count} value", "must have at most {count} values", n)
            case string.MinLength(length=n):
                message = ngettext("must have at least {count} character", "must have at least {count} characters", n)
            case string.MaxLength(length=n):
                message = ngettext("must have at most {count} character", "must have at most {count} characters", n)
            case shape_based.QualifiedMinCount() | shape_based.QualifiedMaxCount():
                return self._qualified(constraint)
            case _:
                return None
        return message.format(count=n)

    def _qualified(self, constraint: shape_based.QualifiedMinCount | shape_based.QualifiedMaxCount) -> str:
        ngettext, n = self._catalogue.ngettext, constraint.count
        if isinstance(constraint, shape_based.QualifiedMinCount):
            message = ngettext(
                "must have at least {count} value that conforms to {shape}",
                "must have at least {count} values that conform to {shape}",
                n,
            )
        else:
            message = ngettext(
                "must have at most {count} value that conforms to {shape}",
                "must have at most {count} values that conform to {shape}",
                n,
            )
        return message.format(count=n, shape=self._label(constraint.shape))

    def _text(self, constraint: Constraint, result: Result | None) -> str | None:
        match constraint:
            case string.Pattern(pattern=pattern):
                return self._say(mark("must match the pattern {pattern}"), pattern=pattern)
            case string.LanguageIn(ranges=ranges):
                demand = self._say(mark("must be in one of the languages {languages}"), languages=", ".join(ranges))
                value = result.value if result else None
                return self._instead(demand, None if value is None else self._values.language(value))
            case string.UniqueLang():
                return self._say(mark("must not have two values in one language"))
            case property_pair.Equals(other=predicate):
                return self._say(mark("must have the same values as {property}"), property=self._names.term(predicate))
            case property_pair.Disjoint(other=predicate):
                return self._say(mark("must not be a value of {property}"), property=self._names.term(predicate))
        return None

    def _instead(self, demand: str, actual: str | None) -> str:
        return self._say(mark("{demand}, is {actual}"), demand=demand, actual=actual) if actual else demand

    def _type(self, constraint: Constraint, result: Result | None) -> str | None:
        value = result.value if result else None
        match constraint:
            case value_type.Class(a_class=a_class):
                return self._class(a_class, value)
            case value_type.Datatype(datatype=datatype):
                return self._datatype(datatype, value)
            case value_type.NodeKind(kind=kind):
                demand = self._say(mark("must be {wanted}"), wanted=self._values.node_kind(kind))
                return self._instead(demand, self._values.actual(value) if value is not None else None)
        return None

    def _class(self, a_class: NamedNode, value: Term | None) -> str:
        name = self._names.term(a_class)
        if isinstance(value, Literal):
            demand = self._say(mark("must be a node of the class {name}"), name=name)
            return self._instead(demand, self._values.actual(value))
        demand = self._say(mark("must be of the class {name}"), name=name)
        statements = self._data.about(value) if value is not None else ()
        classes = [self._names.term(quad.object) for quad in statements if quad.predicate == _TYPE]
        if classes:
            actual = ", ".join(dict.fromkeys(classes))
            return self._say(mark("{demand}, is of the class {actual}"), demand=demand, actual=actual)
        if value is None:
            return demand
        if statements:
            return self._say(mark("{demand}, has no class"), demand=demand)
        return self._say(mark("{demand}, is not described in the data"), demand=demand)

    def _datatype(self, datatype: NamedNode, value: Term | None) -> str:
        wanted = self._values.datatype(datatype)
        demand = self._say(mark("must be {wanted}"), wanted=wanted)
        if value is None:
            return demand
        if isinstance(value, Literal) and value.datatype == datatype:
            return self._say(mark("{demand}; “{text}” is not a valid one"), demand=demand, text=value.value)
        actual = self._values.actual(value)
        if isinstance(value, Literal) and {datatype.value, value.datatype.value} <= TEMPORAL:
            return self._say(mark("is {actual}; {wanted} is required"), actual=actual, wanted=wanted)
        return self._instead(demand, actual)

    def _comparison(self, constraint: Constraint, result: Result | None) -> str | None:
        message = _BOUNDS.get(type(constraint))
        value = result.value if result else None
        if message is None:
            return None
        if isinstance(constraint, value_range.Range):
            demand = self._say(message, value=self._names.term(constraint.bound))
            return demand + self._incomparable(value, [constraint.bound])
        assert isinstance(constraint, property_pair.LessThan)
        others = [
            quad.object
            for quad in (self._data.about(result.focus_node) if result else ())
            if quad.predicate == constraint.other
        ]
        return self._say(message, value=self._names.term(constraint.other)) + self._incomparable(value, others)

    def _incomparable(self, value: Term | None, others: Iterable[Term]) -> str:
        """Why a value cannot be compared with one of the others, where that is the reason."""
        if value is None:
            return ""
        for term in (value, *others):
            if isinstance(term, Literal) and not is_well_formed(term.value, term.datatype.value):
                kind = self._values.datatype(term.datatype)
                return "; " + self._say(mark("“{text}” is not {wanted}"), text=term.value, wanted=kind)
        for term in others:
            left, right = value_of(value), value_of(term)
            if left is None or right is None or compare(left, right) is None:
                one, other_kind = self._values.actual(value), self._values.actual(term)
                if one != other_kind:
                    return "; " + self._say(mark("{one} and {other} cannot be compared"), one=one, other=other_kind)
                if left and right and left.zoned != right.zoned:
                    return "; " + self._say(mark("one has a time zone and the other has none"))
        return ""

    def _shapes(self, constraint: Constraint, result: Result | None) -> str | None:
        match constraint:
            case logical.Not(shape=shape):
                return self._say(mark("must not conform to {shape}"), shape=self._label(shape))
            case shape_based.Node(shape=shape) | shape_based.Property(shape=shape):
                return self._say(mark("must conform to {shape}"), shape=self._label(shape))
            case logical.And(shapes=shapes) | logical.Or(shapes=shapes) | logical.Xone(shapes=shapes):
                labels = self._listed(map(self._label, dict.fromkeys(shapes)))
                demand = self._say(_SHAPES[type(constraint)], shapes=labels)
                met = sum(not branch.results for branch in result.branches) if result else 0
                if isinstance(constraint, logical.Xone) and met > 1:
                    return self._say(mark("{demand}, conforms to {count} of them"), demand=demand, count=met)
                return demand
        return None

    def _list(self, constraint: Constraint) -> str | None:
        ngettext = self._catalogue.ngettext
        match constraint:
            case rdf_lists.MemberShape(shape=shape):
                return self._say(mark("must be a list whose members conform to {shape}"), shape=self._label(shape))
            case rdf_lists.MinListLength(count=n):
                message = ngettext(
                    "must be a list with at least {count} member", "must be a list with at least {count} members", n
                )
            case rdf_lists.MaxListLength(count=n):
                message = ngettext(
                    "must be a list with at most {count} member", "must be a list with at most {count} members", n
                )
            case rdf_lists.UniqueMembers():
                return self._say(mark("must be a list in which no member stands twice"))
            case _:
                return None
        return message.format(count=n)

    def _addition(self, constraint: Constraint) -> str | None:
        name = self._names.term
        match constraint:
            case additions.AnyOf(options=options):
                demands = self._listed(filter(None, map(self.predicate, options)))
                return self._say(mark("must meet one of these: {demands}"), demands=demands)
            case additions.SingleLine():
                return self._say(mark("must have no line break"))
            case additions.RootClass(a_class=a_class):
                return self._say(mark("must be {name} or a class below it"), name=name(a_class))
            case additions.SubsetOf(other=predicate):
                return self._say(mark("must be a value of {property}"), property=name(predicate))
            case additions.SomeValue(shape=shape):
                return self._say(mark("must have a value that conforms to {shape}"), shape=self._label(shape))
            case additions.ReifierShape(shape=None):
                return self._say(mark("must be annotated"))
            case additions.ReifierShape(shape=NamedNode() | BlankNode() as shape):
                return self._say(mark("must have annotations that conform to {shape}"), shape=self._label(shape))
            case additions.UniqueValuesFor(properties=properties):
                listed = self._listed(map(name, properties))
                return self._say(mark("must be the only one with its values of {properties}"), properties=listed)
        return None

    def _query(self, constraint: SparqlConstraint, result: Result | None) -> str:
        kind = constraint.component_iri
        if kind != component("SPARQL"):
            return self._say(mark("must meet {component}"), component=self._names.term(kind))
        if result is None:
            return self._say(mark("must meet a query"))
        return self._say(mark("must meet the query of {shape}"), shape=self._rules.rule(result.source_shape).id)
