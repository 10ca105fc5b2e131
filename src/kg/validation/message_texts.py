"""The words around a report, in the reader's language; the messages themselves are the shapes'."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import Literal

from kg.shacl.report import Severity

_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "violation": "violation",
        "violations": "violations",
        "warning": "warning",
        "warnings": "warnings",
        "info": "info",
        "infos": "infos",
        "focus node": "focus node",
        "path": "path",
        "value": "value",
        "shape": "shape",
        "help": "help",
        "note": "note",
        "message": "message",
        "place": "place",
        "results": "results",
        "nowhere": "not in a file",
        "conforms": "conforms",
        "does not conform": "does not conform",
        "shown": "shown: {shown} of {total}",
        "by shape": "by shape",
        "in files": "in {count} files",
        "in file": "in 1 file",
        "did you mean": "Did you mean {name}?",
        "meant here": "{found} stands there: was {name} meant?",
        "add language": "Say in which language it is: {example}",
        "missing language": "Add it: {example}",
        "swapped": "Longitude comes first; if the two are swapped: {example}",
        "sorted": "With its keys sorted: {example}",
        "error": "error",
        "and more": "and {count} more",
        "unused term": "the data never uses a term that the shapes name",
        "unused terms": "the data never uses {count} terms that the shapes name",
        "shape without focus nodes": "a shape in {file} has no focus node in the data, so it judged nothing",
        "shapes without focus nodes": "{count} shapes in {file} have no focus node in the data, so they judged nothing",
        "empty file": "{file} holds no statement",
        "known": "1 finding is known from {file} and left out",
        "known several": "{count} findings are known from {file} and left out",
        "fixed": "1 finding of {file} is gone; --write-baseline forgets it",
        "fixed several": "{count} findings of {file} are gone; --write-baseline forgets them",
        "elsewhere": "1 finding stands in another file and is left out",
        "elsewhere several": "{count} findings stand in other files and are left out",
        "since": "statements changed since {commit}: {statements}; focus nodes judged: {judged}, unaffected: {skipped}",
        "since nothing": "since {commit} no statement has changed, so nothing was judged",
        "shapes changed": "the shapes have changed since {commit}, so everything was judged",
        "base changed": "the base IRI has changed since {commit}, so everything was judged",
        "no project then": "there was no project here at {commit}, so everything was judged",
        "unreadable then": "the data could not be read at {commit}, so everything was judged",
        "coverage": "coverage",
        "focus nodes": "focus nodes",
        "value nodes": "value nodes",
        "legend unexercised": "never exercised by the data",
        "legend unbroken": "broken by no example in {folder}",
        "covered": "{looked} of {shapes} shapes had focus nodes, {exercised} of {constraints} constraints were used",
        "unexercised": "constraints that the data never exercises ({count})",
        "unbroken": "constraints that none of the {files} examples in {folder} breaks ({count})",
    },
    "nl": {
        "violation": "overtreding",
        "violations": "overtredingen",
        "warning": "waarschuwing",
        "warnings": "waarschuwingen",
        "info": "opmerking",
        "infos": "opmerkingen",
        "focus node": "focusknoop",
        "path": "pad",
        "value": "waarde",
        "shape": "shape",
        "help": "hulp",
        "note": "noot",
        "message": "melding",
        "place": "plaats",
        "results": "resultaten",
        "nowhere": "niet in een bestand",
        "conforms": "voldoet",
        "does not conform": "voldoet niet",
        "shown": "getoond: {shown} van {total}",
        "by shape": "per shape",
        "in files": "in {count} bestanden",
        "in file": "in 1 bestand",
        "did you mean": "Bedoelt u {name}?",
        "meant here": "Er staat {found}: was {name} bedoeld?",
        "add language": "Zeg in welke taal het is: {example}",
        "missing language": "Voeg toe: {example}",
        "swapped": "De lengtegraad komt eerst; als de twee verwisseld zijn: {example}",
        "sorted": "Met gesorteerde sleutels: {example}",
        "error": "fout",
        "and more": "en nog {count}",
        "unused term": "de data gebruikt een term niet die de shapes noemen",
        "unused terms": "de data gebruikt {count} termen niet die de shapes noemen",
        "shape without focus nodes": "een shape in {file} heeft geen focusknoop in de data en beoordeelde dus niets",
        "shapes without focus nodes": "{count} shapes in {file} zonder focusknoop in de data beoordeelden niets",
        "empty file": "{file} bevat geen enkele uitspraak",
        "known": "1 bevinding is bekend uit {file} en weggelaten",
        "known several": "{count} bevindingen zijn bekend uit {file} en weggelaten",
        "fixed": "1 bevinding van {file} is verdwenen; --write-baseline vergeet ze",
        "fixed several": "{count} bevindingen van {file} zijn verdwenen; --write-baseline vergeet ze",
        "elsewhere": "1 bevinding staat in een ander bestand en is weggelaten",
        "elsewhere several": "{count} bevindingen staan in andere bestanden en zijn weggelaten",
        "since": "uitspraken veranderd sinds {commit}: {statements}; knopen beoordeeld: {judged}, ongemoeid: {skipped}",
        "since nothing": "sinds {commit} is geen uitspraak veranderd, dus is niets beoordeeld",
        "shapes changed": "de shapes zijn veranderd sinds {commit}, dus is alles beoordeeld",
        "base changed": "de basis-IRI is veranderd sinds {commit}, dus is alles beoordeeld",
        "no project then": "hier was nog geen project bij {commit}, dus is alles beoordeeld",
        "unreadable then": "de data was onleesbaar bij {commit}, dus is alles beoordeeld",
        "coverage": "dekking",
        "focus nodes": "focusknopen",
        "value nodes": "waarden",
        "legend unexercised": "nooit beproefd door de data",
        "legend unbroken": "door geen voorbeeld in {folder} overtreden",
        "covered": "{looked} van {shapes} shapes hadden focusknopen, {exercised} van {constraints} eisen zijn beproefd",
        "unexercised": "eisen die de data nooit beproeft ({count})",
        "unbroken": "eisen die geen van de {files} voorbeelden in {folder} overtreedt ({count})",
    },
}


def word(key: str, languages: Sequence[str], **values: object) -> str:
    """The word or sentence in the first of ``languages`` that has it, else in English."""
    language = next((tag.split("-")[0] for tag in languages if tag.split("-")[0] in _WORDS), "en")
    return _WORDS[language][key].format(**values)


def count(severity: Severity, number: int, languages: Sequence[str]) -> str:
    """A number of results with the name of their severity, as in ``3 violations``."""
    return f"{number} {word(severity.value if number == 1 else severity.value + 's', languages)}"


def counts(numbers: Mapping[Severity, int], languages: Sequence[str]) -> str:
    """The numbers that are not zero, the heaviest severity first."""
    return ", ".join(count(severity, number, languages) for severity, number in numbers.items() if number)


def spoken(texts: Iterable[Literal], languages: Sequence[str]) -> str | None:
    """The text in the first of ``languages`` that has one, else in English, else any; None where there is none."""
    by_language = {(text.language or "").split("-")[0]: text.value for text in reversed(list(texts))}
    wanted = (*(tag.split("-")[0] for tag in languages), "en", "", *sorted(by_language))
    return next((by_language[tag] for tag in wanted if tag in by_language), None)
