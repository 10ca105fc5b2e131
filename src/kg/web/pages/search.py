"""Search as an address: ``/search?q=…`` is a page, ``/search.json``, ``.csv``, ``.ttl`` and the like are for machines.

``/search/suggest.json`` is what the search box asks while somebody types.
"""

from __future__ import annotations

import json
from dataclasses import replace
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from pyoxigraph import Literal, NamedNode

from kg.errors import UnknownResource, UsageError, phrase
from kg.named_queries import named_query
from kg.named_queries.named_query import Question
from kg.publish.field_vocabulary import Vocabulary
from kg.publish.representation import Representation, entity_tag
from kg.publish.search import name_index, search_results, text_index
from kg.publish.search.name_index import Hit, Index, Results
from kg.rdf.formats import CSV, GRAPH_FORMATS, Format, ResultsFormat
from kg.resources import addresses
from kg.resources.language_view import Reader
from kg.resources.short_name import brief
from kg.revision import Revision
from kg.translations.catalogue import catalogue
from kg.web.endpoint.sparql_views import digest
from kg.web.html import domain_pages, rendering
from kg.web.http import language, request_edition
from kg.web.http.language import ReaderLanguage
from kg.web.http.negotiation import HTML, PageFormat, choose
from kg.web.http.responses import respond
from kg.web.pages import documentation

blueprint = Blueprint("search", __name__)

CHARACTERS = 200
SUGGESTIONS = 8
QUESTIONS = 4
JSON = PageFormat("json", "JSON", "application/json", "json")
OFFERS: tuple[PageFormat | ResultsFormat | Format, ...] = (HTML, JSON, CSV, *GRAPH_FORMATS)
_TEXT = {"type": "string"}
_WORDS = {"type": ["string", "null"]}
_HIT = {**dict.fromkeys(("iri", "name", "kind", "matched", "match"), _TEXT), "language": _WORDS}
_SUGGESTED = {**dict.fromkeys(("name", "kind", "address"), _TEXT), "other": _WORDS}
SCHEMA = {
    "type": "object",
    "required": ["query", "more", "hits"],
    "properties": {
        "query": _TEXT,
        "more": {"type": "boolean", "description": "Whether there are more than those that are listed."},
        "hits": {"type": "array", "items": {"type": "object", "required": list(_HIT), "properties": _HIT}},
    },
}
"""The JSON Schema of an answer in JSON."""
SUGGESTIONS_SCHEMA = {
    "type": "object",
    "required": ["query", "suggestions"],
    "properties": {
        "query": _TEXT,
        "suggestions": {
            "type": "array",
            "items": {"type": "object", "required": list(_SUGGESTED), "properties": _SUGGESTED},
        },
    },
}


@blueprint.get("/search")
@blueprint.get("/search.<extension>")
def find(extension: str = "") -> Response:
    """The resources whose names match ``q``, in the format of the suffix, else as the client prefers."""
    if extension and extension not in [offer.extension for offer in OFFERS]:
        raise UnknownResource(
            phrase("The search is not offered as {extension}.", extension=extension),
            similar=[f"/search.{offer.extension}" for offer in OFFERS],
        )
    wanted = extension or request.args.get("format")
    choice = choose(request.headers.get("Accept"), OFFERS, wanted=wanted)
    revision = request_edition.current().revision
    vary = ["Accept-Language"] if wanted else ["Accept", "Accept-Language"]
    return respond(_represented(revision, choice.offer), media_type=choice.media_type, vary=vary)


@blueprint.get("/search/suggest.json")
def suggest() -> Response:
    """The first hits for a text that is being typed: name, kind and address of each."""
    revision = request_edition.current().revision
    chosen = language.chosen()
    reader = rendering.reader(revision, chosen)
    results = _search(revision, reader, SUGGESTIONS)
    suggestions = [_suggestion(reader, hit, results.query, chosen) for hit in results.hits]
    body = json.dumps({"query": results.query, "suggestions": suggestions}, ensure_ascii=False).encode()
    tag = entity_tag(revision, "suggest", chosen.key, rendering.appearance(), digest(results.query))
    return respond(Representation(body, JSON.media_type, tag, (), chosen.tag), vary=["Accept-Language"])


def _represented(revision: Revision, offer: PageFormat | ResultsFormat | Format) -> Representation:
    chosen = language.chosen()
    reader = rendering.reader(revision, chosen)
    results = _search(revision, reader, name_index.LIMIT)
    if offer == HTML:
        return _page(revision, reader, chosen, results)
    if isinstance(offer, Format):
        body = search_results.as_rdf(results, reader, offer)
    else:
        body = (search_results.as_json if offer == JSON else search_results.as_csv)(results, reader)
    tag = entity_tag(revision, offer.name, chosen.key, digest(results.query))
    return Representation(body, offer.media_type, tag, (), chosen.tag)


def _page(revision: Revision, reader: Reader, chosen: ReaderLanguage, results: Results) -> Representation:
    arguments = urlencode({"q": results.query})
    page = rendering.page(
        revision,
        "search.html",
        chosen,
        reader=reader,
        found=results,
        answers=domain_pages.current().answers(reader, results.query, [hit.node for hit in results.hits]),
        questions=_questions(revision, results.query),
        documents=documentation.found_by(revision.project, results.query, QUESTIONS),
        similar=[] if results.hits or not results.query else _index(revision).similar(results.query),
        words=lambda group, count: catalogue(chosen.tag).gettext(group.one if count == 1 else group.several),
        details=lambda hit: _details(reader, hit),
        other_name=lambda hit: search_results.other_name(reader, hit, results.query),
        held=lambda hit: reader.referring(hit.node, *hit.group.holds) if hit.group.holds else [],
        alternates=[(offer.label, f"/search.{offer.extension}?{arguments}") for offer in OFFERS[1:]],
    )
    return replace(page, etag=f"{page.etag}-{digest(results.query)}")


def _search(revision: Revision, reader: Reader, limit: int) -> Results:
    text = " ".join(request.args.get("q", "").split())
    if len(text) > CHARACTERS:
        raise UsageError(
            phrase(
                "The search is for {count} characters; names have at most {limit}.",
                count=len(text),
                limit=CHARACTERS,
            )
        )
    names = _index(revision)
    by_name = names.find(text, reader.languages, limit)
    vocabulary = domain_pages.current().vocabulary
    if not text or by_name.more or any(_is_meant(hit, vocabulary) for hit in by_name.hits):
        return by_name
    # Nothing of the field is called so, but its pages may tell of it.
    words = text_index.of_resources(revision, vocabulary.groups, vocabulary.quoted).find(text)
    by_text = sorted((names.hit_by_text(iri, reader.languages) for iri in words), key=lambda hit: not hit.group.answers)
    others = (hit for hit in by_name.hits if hit.node.value not in words)
    order = tuple(sorted(by_name.order, key=lambda group: not group.answers))
    return replace(by_name, hits=(*by_text, *others)[:limit], order=order)


def _is_meant(hit: Hit, vocabulary: Vocabulary) -> bool:
    """Whether a hit is a thing of the field, not a concept of it or a source on it."""
    return hit.group in vocabulary.groups and not hit.group.tells


def _questions(revision: Revision, text: str) -> list[Question]:
    """The questions that have words of the text."""
    known = {question.name: question for question in named_query.offered(revision)}
    return [known[name] for name in text_index.of_questions(revision).find(text, QUESTIONS)]


def _index(revision: Revision) -> Index:
    return name_index.of(revision, domain_pages.current().vocabulary.groups)


def _details(reader: Reader, hit: Hit) -> list[Literal]:
    """What distinguishes a hit from others of its name: the country of a city, the scheme of a concept."""
    values = reader.values(hit.node, hit.group.detail) if hit.group.detail else []
    known = [value for value in values if isinstance(value, Literal | NamedNode)]
    return [value if isinstance(value, Literal) else brief(reader, value) for value in known]


def _suggestion(reader: Reader, hit: Hit, query: str, chosen: ReaderLanguage) -> dict[str, str | None]:
    name, other = reader.name(hit.node), search_results.other_name(reader, hit, query)
    arguments = {"lang": chosen.names} if chosen.is_named else {}
    path = addresses.of(reader.known.revision).of(hit.node.value) or "/"
    before, mark, fragment = path.partition("#")
    sign = "&" if "?" in before else "?"
    return {
        "name": name.value,
        "language": name.language,
        "other": other.value if other else None,
        "otherLanguage": other.language if other else None,
        "kind": catalogue(chosen.tag).gettext(hit.group.one),
        "address": before + (f"{sign}{urlencode(arguments)}" if arguments else "") + mark + fragment,
    }
