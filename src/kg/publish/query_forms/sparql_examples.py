"""The named questions in RDF, as `the SPARQL examples of the SIB <https://github.com/sib-swiss/sparql-examples>`_ are.

Editors, assistants and registries read this form: the query in SHACL's words, the question in rdfs:comment.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kg.named_queries.named_query import Question
from kg.publish.representation import Representation, entity_tag
from kg.publish.serialisations import serialisation
from kg.query_engine.guard import QueryForm
from kg.rdf.formats import Format
from kg.rdf.namespaces import RDF, SH, XSD, expanded
from kg.revision import Revision

_SPEX = "https://purl.expasy.org/sparql-examples/ontology#"
_SCHEMA = "https://schema.org/"
"""The examples have this namespace, and not the older one without TLS."""
_OF_FORM = {
    QueryForm.SELECT: (f"{SH}SPARQLSelectExecutable", f"{SH}select"),
    QueryForm.ASK: (f"{SH}SPARQLAskExecutable", f"{SH}ask"),
    QueryForm.CONSTRUCT: (f"{SH}SPARQLConstructExecutable", f"{SH}construct"),
    QueryForm.DESCRIBE: (f"{_SPEX}SPARQLDescribeExecutable", f"{_SPEX}describe"),
}
"""The class of an example and the property of its query."""

Asked = tuple[Question, QueryForm]


def represent(revision: Revision, questions: Iterable[Asked], root: str, form: Format) -> Representation:
    """The questions at ``root``, which ends in a slash, with the endpoint there that answers them."""
    body = serialisation.text(describe(revision, questions, root), form, revision.project)
    tag = entity_tag(revision, "examples", form.name, hashlib.sha256(body).hexdigest()[:12])
    return Representation(body, form.media_type, tag, modified=revision.modified)


def describe(revision: Revision, questions: Iterable[Asked], root: str) -> Iterator[Quad]:
    """The statements on each question, and the prefixes that its query may use beside those that it declares."""
    prefixes, endpoint = NamedNode(f"{root}queries/#prefixes"), NamedNode(f"{root}sparql")
    for question, form in questions:
        node = NamedNode(f"{root}queries/{question.name}")
        kind, query = _OF_FORM[form]
        yield Quad(node, NamedNode(f"{RDF}type"), NamedNode(f"{SH}SPARQLExecutable"))
        yield Quad(node, NamedNode(f"{RDF}type"), NamedNode(kind))
        for text in _titles(question):
            yield Quad(node, NamedNode(expanded("rdfs:comment")), text)
        yield Quad(node, NamedNode(query), Literal(question.text))
        yield Quad(node, NamedNode(f"{SH}prefixes"), prefixes)
        yield Quad(node, NamedNode(f"{_SCHEMA}target"), endpoint)
        for tag in question.query.tags:
            yield Quad(node, NamedNode(f"{_SCHEMA}keywords"), Literal(tag))
    for prefix, namespace in sorted(revision.project.query_prefixes.items()):
        declared = NamedNode(f"{root}queries/#prefix-{prefix}")
        yield Quad(prefixes, NamedNode(f"{SH}declare"), declared)
        yield Quad(declared, NamedNode(f"{RDF}type"), NamedNode(f"{SH}PrefixDeclaration"))
        yield Quad(declared, NamedNode(f"{SH}prefix"), Literal(prefix))
        yield Quad(declared, NamedNode(f"{SH}namespace"), Literal(namespace, datatype=NamedNode(f"{XSD}anyURI")))


def _titles(question: Question) -> Iterator[Literal]:
    """What it asks, in each language that it has."""
    for tag in question.query.summary or {"": ""}:
        yield question.title(tag)
