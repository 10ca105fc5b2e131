"""What kinds of problems are called, and mean, in Dutch; their English is the error's own name and docstring."""

from __future__ import annotations

from collections.abc import Mapping

DUTCH: Mapping[str, tuple[str, str]] = {
    "kg-error": ("Fout in de dienst", "Iets waarop de dienst voorzien is, ging mis."),
    "usage-error": ("Verkeerde vraag", "Een adres, een parameter of een instelling die zo niet bedoeld kan zijn."),
    "dataset-error": ("Fout in de gegevens", "Een bestand van de gegevens kan niet gelezen worden."),
    "shapes-error": ("Fout in de regels", "Een regel kan niet gebruikt worden."),
    "non-conformance": ("De gegevens voldoen niet", "De gegevens zijn gekeurd en voldoen niet aan hun regels."),
    "query-error": ("Fout in de query", "Een query die niet beantwoord kan worden."),
    "query-syntax-error": ("Schrijffout in de query", "De tekst is geen SPARQL, vanaf de genoemde plaats."),
    "query-not-allowed": ("Query niet toegelaten", "De query vraagt wat deze dienst niet doet, zoals wijzigen."),
    "query-timeout": ("De query duurde te lang", "De query was niet klaar binnen de tijd die een query krijgt."),
    "query-too-large": ("De query is te groot", "De query of haar antwoord is groter dan de grens."),
    "query-interrupted": ("De query is afgebroken", "Het proces van de query werd door iets anders beëindigd."),
    "service-busy": ("De dienst is bezet", "Alle plaatsen zijn bezet; probeer het straks opnieuw."),
    "too-many-queries": ("Te veel query’s tegelijk", "Deze vrager heeft zoveel query’s lopen als hij er mag."),
    "unknown-resource": ("Dit is hier niet", "Onder deze naam is hier niets bekend."),
    "removed-resource": ("Dit is hier niet meer", "Een vorige revisie had het; nu is het weg, en waarom staat erbij."),
    "not-acceptable": ("Niet in die vorm", "Geen van de aangeboden vormen is gevraagd."),
}
"""By the last part of the problem's type: a heading, and a sentence."""

_OF_HTTP = {
    400: "Onleesbaar verzoek",
    405: "Dat doet deze dienst niet",
    413: "Het verzoek is te groot",
    415: "Geen vorm die deze dienst leest",
    500: "Fout in de dienst",
    503: "De dienst is bezet",
}


def heading(kind: str, title: str, language: str, status: int = 0) -> str:
    """What a problem is called in the reader's language; ``title`` where that has no words for it.

    >>> heading("/problem/query-timeout", "Query timeout", "nl")
    'De query duurde te lang'
    """
    if language != "nl":
        return title
    known = DUTCH.get(kind.rpartition("/")[2])
    return known[0] if known else _OF_HTTP.get(status, title)
