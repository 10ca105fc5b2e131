"""The words for the demands of shapes, by the local name of SHACL's parameter."""

from __future__ import annotations

from collections.abc import Mapping

from kg.translations.catalogue import mark

WORDS: Mapping[str, str] = {
    "targetClass": mark("everything of the class {}"),
    "targetSubjectsOf": mark("everything that has {}"),
    "targetObjectsOf": mark("everything that {} points to"),
    "targetNode": "{}",
    "exactly": mark("exactly {}"),
    "at least": mark("at least {}"),
    "at most": mark("at most {}"),
    "at least so many": mark("at least {} for which this holds: {}"),
    "at most so many": mark("at most {} for which this holds: {}"),
    "1 value": mark("1 value"),
    "values": mark("{} values"),
    "class": mark("each value is of the class {}"),
    "datatype": mark("each value has the datatype {}"),
    "nodeKind": mark("each value is of the kind {}"),
    "pattern": mark("each value fits the pattern {}"),
    "minLength": mark("each value has at least {} characters"),
    "maxLength": mark("each value has at most {} characters"),
    "minInclusive": mark("each value is at least {}"),
    "maxInclusive": mark("each value is at most {}"),
    "minExclusive": mark("each value is more than {}"),
    "maxExclusive": mark("each value is less than {}"),
    "in": mark("each value is one of: {}"),
    "languageIn": mark("the language is one of: {}"),
    "uniqueLang": mark("at most one value in each language"),
    "hasValue": mark("one of the values is {}"),
    "equals": mark("the same values as {}"),
    "disjoint": mark("no value that {} has too"),
    "lessThan": mark("each value comes before those of {}"),
    "lessThanOrEquals": mark("no value comes after those of {}"),
    "closed": mark("no other properties than those named"),
    "or": mark("one of these holds: {}"),
    "and": mark("all of these hold: {}"),
    "xone": mark("exactly one of these holds: {}"),
    "or else": mark("or"),
    "not": mark("this does not hold: {}"),
    "node": mark("for each value this holds: {}"),
}
