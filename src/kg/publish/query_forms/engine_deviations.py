"""Where answers deviate from `SPARQL 1.1 <https://www.w3.org/TR/sparql11-query/>`_, for the service description.

The engine is Oxigraph, whose deviations are mended where that is proved equal (``kg.sparql.rewriting``); these remain,
and docs/serving.md lists them too.
"""

from __future__ import annotations

from kg.translations.catalogue import mark

DEVIATIONS = (
    ("derived-integers", mark("A literal of a derived integer type has the datatype xsd:integer.")),
    ("lexical-forms", mark("Numbers, booleans, dates and language tags are compared and written by their value.")),
    ("regular-expressions", mark("REGEX and REPLACE read a regular expression in the dialect of Rust.")),
    (
        "replacements",
        mark("In REPLACE a replacement that is computed, or that XPath refuses, is in the dialect of Rust."),
    ),
    ("alternative-paths", mark("p|q beside a blank node has one solution for a node that both lead to.")),
    ("paths-of-no-steps", mark("p*/q* from a node that is in no statement has no solution.")),
    ("ordered-booleans", mark("true > false is an error.")),
    ("boolean-values", mark("A function that gives a text in a language is an error where a condition is wanted.")),
    (
        "labelled-nodes",
        mark("BNODE with a label is one node for all solutions, unless a query has it once and written out."),
    ),
    (
        "graph-variables",
        mark("In GRAPH ?g an aggregate and MINUS see all graphs at once, and OPTIONAL the name of the graph."),
    ),
)
"""Each with a short name and what is the case here."""
