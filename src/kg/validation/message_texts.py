"""The words around a report, in the reader's language; the messages themselves are the shapes'."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from gettext import NullTranslations

from pyoxigraph import Literal

from kg.shacl.report import Severity
from kg.translations.catalogue import catalogue, interface_language, mark
from kg.translations.language_tags import SOURCE_LANGUAGE, primary

_MESSAGES: Mapping[str, str] = {
    "violation": mark("violation"),
    "violations": mark("violations"),
    "warning": mark("warning"),
    "warnings": mark("warnings"),
    "info": mark("info"),
    "infos": mark("infos"),
    "focus node": mark("focus node"),
    "path": mark("path"),
    "value": mark("value"),
    "shape": mark("shape"),
    "help": mark("help"),
    "labelled": mark("{label}: {text}"),
    "note": mark("note"),
    "message": mark("message"),
    "place": mark("place"),
    "results": mark("results"),
    "nowhere": mark("not in a file"),
    "conforms": mark("conforms"),
    "does not conform": mark("does not conform"),
    "nothing judged": mark("nothing was judged"),
    "not applied": mark("The rule has no focus node in the data."),
    "not focused": mark("no shape has a focus node among the nodes to which the run is limited."),
    "not in the files": mark("no shape has a focus node in the files that are named."),
    "unjudged file": mark("no shape has a focus node in a file that is named"),
    "unjudged files": mark("no shape has a focus node in {count} files that are named"),
    "no focus node": mark("no shape has a focus node in the data."),
    "looked for": mark("The shapes look for instances of {classes}."),
    "present": mark("The data has instances of {classes}."),
    "no target": mark("no shape has a target, such as sh:targetClass, so none is applied to the data."),
    "no active shape": mark("every shape that has a target is deactivated."),
    "no constraint": mark("no shape that has a focus node in the data has a constraint."),
    "accept": mark("Name the data and the shapes that belong together; --allow-empty exits with 0."),
    "consequence": mark("1 more result on this value follows from it: {constraints}"),
    "consequences": mark("{count} more results on this value follow from it: {constraints}"),
    "shown": mark("shown: {shown} of {total}"),
    "report": mark("Validation report"),
    "by shape": mark("by shape"),
    "in files": mark("in {count} files"),
    "in file": mark("in 1 file"),
    "did you mean": mark("Did you mean {name}?"),
    "meant here": mark("{found} stands there: was {name} meant?"),
    "add language": mark("Say in which language it is: {example}"),
    "missing language": mark("Add it: {example}"),
    "swapped": mark("Longitude comes first; if the two are swapped: {example}"),
    "sorted": mark("With its keys sorted: {example}"),
    "error": mark("error"),
    "and more": mark("and {count} more"),
    "and": mark("and"),
    "inner shape": mark("the shape inside {shape}"),
    "quoted": mark("“{words}”"),
    "no messages": mark("there are no messages in the language {language}, but for what the shapes say themselves"),
    "conforming": mark("conforms"),
    "standing": mark("{count}, which --warnings lists: {shapes}"),
    "inferred": mark("inferred"),
    "unused term": mark("the data never uses a term that the shapes name"),
    "unused terms": mark("the data never uses {count} terms that the shapes name"),
    "shape without focus nodes": mark("a shape in {file} has no focus node in the data, so it judged nothing"),
    "shapes without focus nodes": mark(
        "{count} shapes in {file} have no focus node in the data, so they judged nothing"
    ),
    "empty file": mark("{file} holds no statement"),
    "undefined keys": mark("keys in {file} make no statement, because its context does not define them"),
    "repeated keys": mark("keys in {file} stand twice in one object, of which the last counts"),
    "unread file": mark("something that may be data is not read: it is hidden, leads nowhere or is in no known format"),
    "unread files": mark(
        "{count} things that may be data are not read: they are hidden, lead nowhere or are in no known format"
    ),
    "rewritten literal": mark("SPARQL gives a literal otherwise than it is written; --warnings names its place"),
    "rewritten literals": mark(
        "SPARQL gives {count} literals otherwise than they are written; --warnings names their places"
    ),
    "rewritten as": mark("{written} is {given} in SPARQL"),
    "missing import": mark("a graph that the shapes import is not among the files"),
    "missing imports": mark("{count} graphs that the shapes import are not among the files"),
    "missing import of the data": mark("a graph that the data imports is not among the files (--ontology names them)"),
    "missing imports of the data": mark(
        "{count} graphs that the data imports are not among the files (--ontology names them)"
    ),
    "offered file": mark("the catalogue offers a file that the site will not have; /data lists those that it has"),
    "offered files": mark(
        "the catalogue offers {count} files that the site will not have; /data lists those that it has"
    ),
    "file without shapes": mark("a file among the shapes holds none, so nothing is judged by it"),
    "files without shapes": mark("{count} files among the shapes hold none, so nothing is judged by them"),
    "unused shapes": mark("shapes that stand in the data were not used, because --shapes names others"),
    "known": mark("1 finding is known from {file} and left out"),
    "known several": mark("{count} findings are known from {file} and left out"),
    "fixed": mark("1 finding of {file} is gone; --write-baseline forgets it"),
    "fixed several": mark("{count} findings of {file} are gone; --write-baseline forgets them"),
    "elsewhere": mark("1 finding stands in another file and is left out"),
    "elsewhere several": mark("{count} findings stand in other files and are left out"),
    "since": mark(
        "statements changed since {commit}: {statements}; focus nodes judged: {judged}, unaffected: {skipped}"
    ),
    "since nothing": mark("since {commit} no statement has changed, so nothing was judged"),
    "shapes changed": mark("the shapes have changed since {commit}, so everything was judged"),
    "base changed": mark("the base IRI has changed since {commit}, so everything was judged"),
    "no project then": mark("there was no project here at {commit}, so everything was judged"),
    "unreadable then": mark("the data could not be read at {commit}, so everything was judged"),
    "coverage": mark("coverage"),
    "focus nodes": mark("focus nodes"),
    "value nodes": mark("value nodes"),
    "legend unexercised": mark("never exercised by the data"),
    "legend unbroken": mark("broken by no example in {folder}"),
    "covered": mark("{looked} of {shapes} shapes had focus nodes, {exercised} of {constraints} constraints were used"),
    "unexercised": mark("constraints that the data never exercises ({count})"),
    "unbroken": mark("constraints that none of the {files} examples in {folder} breaks ({count})"),
}


def translations(languages: Sequence[str]) -> NullTranslations:
    """The sentences in the first of ``languages`` that the interface has, else in English."""
    return catalogue(interface_language(languages))


def word(key: str, languages: Sequence[str], **values: object) -> str:
    """The word or sentence in the first of ``languages`` that the interface has, else in English."""
    return translations(languages).gettext(_MESSAGES[key]).format(**values)


def labelled(label: str, text: str, languages: Sequence[str]) -> str:
    """A text behind its label, with the signs that stand between the two in the reader's language."""
    return word("labelled", languages, label=label, text=text)


def count(severity: Severity, number: int, languages: Sequence[str]) -> str:
    """A number of results with the name of their severity, as in ``3 violations``."""
    return f"{number} {word(severity.value if number == 1 else severity.value + 's', languages)}"


def counts(numbers: Mapping[Severity, int], languages: Sequence[str]) -> str:
    """The numbers that are not zero, the heaviest severity first."""
    return ", ".join(count(severity, number, languages) for severity, number in numbers.items() if number)


def spoken(texts: Iterable[Literal], languages: Sequence[str]) -> str | None:
    """The text in the first of ``languages`` that has one, else in English, else any; None where there is none."""
    by_language = {primary(text.language or ""): text.value for text in reversed(list(texts))}
    wanted = (*map(primary, languages), SOURCE_LANGUAGE, "", *sorted(by_language))
    return next((by_language[tag] for tag in wanted if tag in by_language), None)
