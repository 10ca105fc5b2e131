"""Lists: ``/partnerships``, ``/cities``, ``/networks``, ``/memberships`` …, each as a page, as tables and as ``.json``.

Each is the answer to a question, which the page shows; a facet in the address is a parameter of it. ``?on=2015-06-01``
asks for the partnerships of that day, ``?on=2015`` for those of any day of that year.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, request
from pyoxigraph import Literal, NamedNode, QuerySolutions, parse_query_results
from werkzeug.wrappers import Response as BaseResponse

from kg.city_relations import facets, overview, partnership_list, partnerships
from kg.city_relations.partnership_list import OnADay
from kg.city_relations.sentences.city_sentences import CitySentences
from kg.city_relations.sentences.membership_sentences import MembershipSentences
from kg.city_relations.sentences.tie_sentences import TieSentences
from kg.city_relations.tables import tie_tables
from kg.edition import Edition
from kg.errors import UnknownResource, UsageError, phrase
from kg.named_queries.page_queries import Made, Term
from kg.publish import faceted_list
from kg.publish.documents import schema_org
from kg.publish.faceted_list import Facet, Listed, Listing
from kg.publish.representation import Link, Representation
from kg.publish.tables.table_forms import TableForm
from kg.publish.tables.tidy_table import Table
from kg.query_engine import guard
from kg.rdf.formats import JSON as SPARQL_JSON
from kg.rdf.namespaces import XSD
from kg.resources import catalog, time_span
from kg.resources.language_view import Reader
from kg.resources.short_name import brief
from kg.revision import Revision
from kg.translations.catalogue import catalogue
from kg.web.city_relations import pictures
from kg.web.city_relations.pictures import Figure
from kg.web.html import rendering, table_response, text_format
from kg.web.http import as_of, language, request_edition, short_address
from kg.web.http.language import ReaderLanguage
from kg.web.http.negotiation import HTML, PageFormat, choose
from kg.web.http.responses import respond

blueprint = Blueprint("lists", __name__)

JSON = PageFormat("json", "JSON", "application/json", "json")
LISTS = {listing.name: listing for listing in facets.LISTINGS}
NAMES = ("partnerships", *LISTS)
_OURS = ("lang", "format", "page", as_of.PARAMETER, *table_response.ARGUMENTS)
_WITH_PLACES = ("partnerships", facets.CITIES.name, facets.MEMBERSHIPS.name)
_PICTURES = {"partnerships": "timeline", "networks": "networks"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A list as it was asked for: how it was made, the page's template with what it needs, how terms are called."""

    name: str
    made: Made
    context: Mapping[str, Any]
    table: Callable[[], Table]


def offers(name: str) -> tuple[TableForm | PageFormat, ...]:
    """The formats of a list."""
    tables = table_response.offers(name in _WITH_PLACES)
    return (HTML, JSON, *tables)


@blueprint.get(f"/<any({', '.join(NAMES)}):name>")
@blueprint.get(f"/<any({', '.join(NAMES)}):name>.<extension>")
def one(name: str, extension: str = "") -> BaseResponse:
    """A list in the format of its suffix, else as the client prefers."""
    offered = offers(name)
    if extension and extension not in [offer.extension for offer in offered]:
        similar = [f"/{name}.{offer.extension}" for offer in offered]
        raise UnknownResource(phrase("The list is not offered as {extension}.", extension=extension), similar=similar)
    table_response.how()
    wanted = extension or request.args.get("format")
    choice = choose(request.headers.get("Accept"), offered, wanted=wanted)
    edition = request_edition.current()
    revision, chosen = edition.revision, language.chosen()
    reader = rendering.reader(revision, chosen)
    given = {key: value for key, value in request.args.items() if value and key not in _OURS}
    shown = _partnerships(reader, given) if name == "partnerships" else _plain(reader, LISTS[name], given)
    picture = _PICTURES.get(name)
    links = _links(revision, name)
    vary = ["Accept-Language"] if extension else ["Accept", "Accept-Language"]
    if choice.offer == HTML:
        if moved := short_address.without_empty():
            return moved
        page = rendering.page(
            revision,
            f"lists/{name}.html",
            chosen,
            links=links,
            reader=reader,
            given=given,
            figure=_figure(revision, chosen, picture, given) if picture else None,
            **shown.context,
        )
        return respond(page, vary=vary)
    if choice.offer == JSON:
        body, tag = _data(edition, shown), rendering.page_tag(revision, chosen, JSON.name)
        return respond(Representation(body, JSON.media_type, tag, links, chosen.tag), vary=vary)
    return table_response.send(revision, chosen, f"/{name}", shown.table, choice.offer, links=links, vary=vary)


def _figure(revision: Revision, chosen: ReaderLanguage, name: str, given: Mapping[str, str]) -> Figure | None:
    """The picture of a list, on its day, where there is anything to picture."""
    if not overview.centre(revision):
        return None
    return pictures.figure(revision, name, chosen, {key: given[key] for key in ("on", "city") if key in given})


def _partnerships(reader: Reader, given: dict[str, str]) -> Shown:
    _refuse_unknown(given, ("on", "city", *(facet.name for facet in facets.PARTNERSHIPS)))
    revision = reader.known.revision
    on_a_day = partnership_list.on_a_day(
        revision, reader.names, given, _page(), time_span.read(given["on"]) if "on" in given else None
    )
    status = next(menu.chosen for menu in on_a_day.listed.menus if menu.facet is facets.STATUS)
    context = _context(reader, on_a_day.listed, [partnership.node for partnership in on_a_day.listed.items]) | {
        "answer": _answer(reader, on_a_day) or _answer_to_status(reader, on_a_day, given),
        "sentences": TieSentences(reader, on_a_day.day),
        "on_a_day": on_a_day,
        "chosen_status": faceted_list.value(status) if status is not None else partnership_list.ANY,
        "narrowed": bool(given),
        "first_year": partnership_list.first_year(revision, reader.names),
        "centre": overview.centre(revision),
    }

    def table() -> Table:
        ties = partnership_list.selected(revision, reader.names, given, on_a_day.days if on_a_day.is_timed else None)
        return tie_tables.of_partnerships(reader, ties, on_a_day.day, on_a_day.city)

    return Shown("partnerships", on_a_day.listed.made, context, table)


def _answer(reader: Reader, on_a_day: OnADay) -> list[str]:
    """The sentences of a list, about the ties of its city, or of the main one, that have what was chosen.

    What the sentences do not speak of, the country, or a decision that came after the day, is named before them.
    """
    revision = reader.known.revision
    city = on_a_day.city or overview.centre(revision)
    ties = partnership_list.of_city(revision, reader.names, city, on_a_day) if city else []
    if city is None or not ties:
        return []
    chosen = {menu.facet: menu.chosen for menu in on_a_day.listed.menus if menu.chosen is not None}
    kind = chosen.get(facets.TYPE)
    unspoken = [facets.COUNTRY, *([facets.VERDICT] if on_a_day.is_timed else [])]
    named = [_value_name(reader, facet)(chosen[facet]) for facet in unspoken if facet in chosen]
    sentences = CitySentences(reader, on_a_day.days.last).during(
        city, ties, on_a_day.days, kind if isinstance(kind, NamedNode) else None, is_part=bool(named)
    )
    before = ", ".join(named)
    return [f"{before[:1].upper()}{before[1:]}: {sentences[0]}", *sentences[1:]] if named else sentences


def _answer_to_status(reader: Reader, on_a_day: OnADay, given: Mapping[str, str]) -> list[str]:
    """Which ties of its city, or of the main one, have the status that was chosen, or are as certain as was chosen."""
    revision = reader.known.revision
    city = on_a_day.city or overview.centre(revision)
    selected = partnership_list.selected(revision, reader.names, given, on_a_day.days if on_a_day.is_timed else None)
    ties = [tie for tie in selected if city in tie.cities]
    if city is None or not ties:
        return []
    names = [_value_name(reader, menu.facet)(menu.chosen) for menu in on_a_day.listed.menus if menu.chosen is not None]
    when = [on_a_day.days.words(reader.language)] if on_a_day.is_timed else []
    return CitySentences(reader, on_a_day.day).selected(city, ties, [*names, *when])


def _plain(reader: Reader, listing: Listing, given: dict[str, str]) -> Shown:
    time = ["on"] if listing.is_timed else []
    _refuse_unknown(given, [*time, *(facet.name for facet in listing.facets)])
    revision = reader.known.revision
    days = time_span.read(given["on"]) if "on" in given else None
    listed = faceted_list.listed(revision, listing, reader.names, given, _page(), days)
    context = _context(reader, listed, [entry.node for entry in listed.items]) | {"days": days}
    if listing is facets.NETWORKS:
        sentences = MembershipSentences(reader, overview.centre(revision))
        context["answer"] = sentences.networks(days) if set(given) <= {"on"} else []
        context["first_year"] = partnership_list.first_year(revision, reader.names)

    if listing is facets.CITIES:
        context |= _cities(reader, is_narrowed=bool(given))

    def table() -> Table:
        entries = faceted_list.selected(revision, listing, reader.names, given, days)
        return tie_tables.of_listing(reader, listing, [row for entry in entries for row in entry.solutions])

    return Shown(listing.name, listed.made, context, table)


def _cities(reader: Reader, *, is_narrowed: bool) -> dict[str, Any]:
    """The sentence about the ties of the main city, and the tie of each city that has but one, with the main one."""
    revision = reader.known.revision
    centre = overview.centre(revision)
    ties = partnerships.of_city(revision, reader.names, centre) if centre else []
    answer = CitySentences(reader, revision.day).cities(centre, ties) if centre and not is_narrowed else []
    by_city = {city: tie for tie in ties for city in tie.others(centre)}
    own = {city: tie for city, tie in by_city.items() if len(partnerships.of_city(revision, reader.names, city)) == 1}
    return {"answer": answer, "tie_of": own, "sentences": TieSentences(reader, revision.day)}


def _context(reader: Reader, listed: Listed[Any], nodes: Sequence[NamedNode]) -> dict[str, Any]:
    """What the template of every list needs."""
    return {
        "listed": listed,
        "made": [listed.made],
        "entity": schema_org.listing(reader, nodes, listed.total),
        "value_name": lambda facet: _value_name(reader, facet),
        "in_order": faceted_list.in_order,
    }


def _value_name(reader: Reader, facet: Facet) -> Callable[[Term], str]:
    """The function that names the values of a facet."""

    def name(term: Term) -> str:
        if isinstance(term, Literal):
            return catalogue(reader.language).gettext(facet.value_labels.get(term.value, term.value))
        if "/authority/language/" in term.value:
            return text_format.language_name(term.value, reader.language)
        return brief(reader, term).value

    return name


def _data(edition: Edition, shown: Shown) -> bytes:
    """The whole list as JSON with plain values, asked of the query service like anybody's query."""
    checked = guard.check(shown.made.plain, edition.limits, edition.revision.project.prefixes)
    with edition.engine.evaluate(checked, SPARQL_JSON) as answer:
        solutions = parse_query_results(answer.read(), format=SPARQL_JSON.codec)
    assert isinstance(solutions, QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    document = {
        "list": shown.name,
        "day": edition.revision.day.isoformat(),
        "revision": edition.revision.digest,
        "license": catalog.licences(edition.revision),
        "query": shown.made.plain,
        "rows": [{name: _plain_value(solution[name]) for name in names} for solution in solutions],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _plain_value(term: object) -> str | int | None:
    """A number as one, any other term by its text; null for what is unbound."""
    if isinstance(term, Literal) and term.datatype.value == XSD + "integer":
        return int(term.value)
    return term.value if isinstance(term, NamedNode | Literal) else None


def _links(revision: Revision, name: str) -> tuple[Link, ...]:
    query = request.query_string.decode("ascii", "replace")
    arguments = f"?{query}" if query else ""
    forms = [form for form in offers(name) if form not in (HTML, table_response.METADATA)]
    others = [Link(f"/{name}.{form.extension}{arguments}", "alternate", form.media_type) for form in forms]
    return (*others, *(Link(licence, "license") for licence in catalog.licences(revision)))


def _page() -> int:
    # 2.0 is an integer of JSON Schema, by which the interface is described.
    number = (request.args.get("page") or "1").removesuffix(".0")
    if not number.isdecimal() or len(number) > 9 or int(number) < 1:
        raise UsageError(phrase("{number} is no number of a page.", number=number))
    return int(number)


def _refuse_unknown(given: Mapping[str, str], known: Sequence[str]) -> None:
    for name in given:
        if name not in known:
            raise UsageError(
                phrase("This list has nothing called {name}.", name=name),
                hint=phrase("There are: {names}.", names=", ".join(known)),
            )
