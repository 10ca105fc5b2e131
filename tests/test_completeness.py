"""What each part of the project must have: checks over all files of a kind, so that nothing is forgotten."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import Literal, QueryResultsFormat, QuerySolutions, Store, parse_query_results

from kg import dataset as datasets
from kg.named_queries import named_query, template
from kg.named_queries.template import LAST_DAY, NamedQuery
from kg.project import Project
from kg.query_engine import guard
from kg.query_engine.guard import QueryForm
from kg.rdf.namespaces import XSD
from kg.revision import Revision
from kg.settings.query import Limits
from kg.sparql import lexer
from kg.sparql.lexer import Kind

ROOT = Path(__file__).resolve().parent.parent
QUERIES = sorted((ROOT / "queries").glob("*.rq"))
ANSWERS = sorted((ROOT / "tests" / "answers").iterdir())
COMPETENCY_QUESTIONS = {f"CQ{number}" for number in range(1, 39)}
LANGUAGES = {"en", "nl", "fr", "de"}
COUNTED = {"graphs-and-licences"}
"""The queries whose answer changes with every file; a test compares it with the revision."""


def load(path: Path, project: Project) -> NamedQuery:
    return template.load(path, project.base, project.prefixes)


def each_query(name: str = "path") -> pytest.MarkDecorator:
    return pytest.mark.parametrize(name, QUERIES, ids=lambda path: path.stem)


def test_every_query_has_a_reviewed_answer_and_every_answer_its_query() -> None:
    assert {path.stem.partition("@")[0] for path in ANSWERS} == {path.stem for path in QUERIES} - COUNTED
    assert {path.stem for path in QUERIES} - COUNTED <= {path.stem for path in ANSWERS}


@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path.name)
def test_no_reviewed_answer_is_empty_but_those_of_questions_that_are_not_offered(
    path: Path, revision: Revision
) -> None:
    text = path.read_text(encoding="utf-8")
    offered = {question.name for question in named_query.offered(revision)}
    if path.stem.partition("@")[0] in offered:
        assert '"value"' in text if path.suffix == ".srj" else "\n<id/" in text


@each_query()
def test_every_query_says_in_four_languages_what_it_asks_and_in_which_group(path: Path, project: Project) -> None:
    query = load(path, project)
    assert set(query.summary) == set(query.description) == set(query.group) == LANGUAGES
    assert all(text.endswith(("?", ".")) for text in (*query.summary.values(), *query.description.values()))


@each_query()
def test_every_column_has_a_title_in_four_languages_and_no_two_columns_the_same(path: Path, project: Project) -> None:
    query = load(path, project)
    answer = Store().query(query.text, base_iri=project.base)
    variables = [variable.value for variable in answer.variables] if isinstance(answer, QuerySolutions) else []
    assert list(query.columns) == variables
    for titles in query.columns.values():
        assert set(titles) == LANGUAGES
        assert all(titles.values())
    for tag in LANGUAGES:
        assert len({titles[tag] for titles in query.columns.values()}) == len(variables)


@each_query()
def test_fixed_words_of_an_answer_have_a_word_in_four_languages(path: Path, project: Project) -> None:
    """A value that the query itself writes without a language would stand in English on a page in Dutch."""
    query = load(path, project)
    text = query.text.partition("SELECT")[2]
    answers = [answer for answer in ANSWERS if (answer.stem.partition("@")[0], answer.suffix) == (path.stem, ".srj")]
    fixed: set[str] = set()
    for answer in answers:
        results = parse_query_results(answer.read_bytes(), format=QueryResultsFormat.JSON)
        for row in results if isinstance(results, QuerySolutions) else ():
            texts = [term.value for term in row if isinstance(term, Literal) and term.datatype.value == XSD + "string"]
            fixed |= {value for value in texts if f'"{value}"' in text}
    words = [word for values in query.words.values() for word in values.items()]
    assert fixed - LANGUAGES <= {value for value, _ in words}
    assert query.words.keys() <= query.columns.keys()
    assert all(set(texts) == LANGUAGES for _, texts in words)


def test_some_questions_have_fixed_words(project: Project) -> None:
    assert sum(bool(load(path, project).words) for path in QUERIES) >= 5


def test_the_questions_have_an_order_and_each_group_one_name_in_each_language(project: Project) -> None:
    queries = [load(path, project) for path in QUERIES]
    assert len({query.order for query in queries}) == len(queries)
    groups = {query.group["en"]: dict(query.group) for query in queries}
    assert all(query.group == groups[query.group["en"]] for query in queries)


@each_query()
def test_every_city_of_a_question_is_a_party_and_one_is_the_site_s_own(path: Path, project: Project) -> None:
    query = load(path, project)
    assert query.resources.keys() == query.parameters.keys() & {"city", "target", "identifier"}
    assert all(parameter.object_of.value.endswith("ns#party") for parameter in query.resources.values())
    assert [name for name, parameter in query.resources.items() if parameter.own] == ["city"] * (
        "city" in query.resources
    )


@each_query()
def test_every_query_is_ordered_outside_its_braces(path: Path, project: Project) -> None:
    depth, outside = 0, ""
    for token in lexer.scan(load(path, project).text):
        depth += (token.text == "{") - (token.text == "}")
        outside += f" {token.keyword}" if not depth else ""
    assert "ORDER BY" in re.sub(" +", " ", outside)


@each_query()
def test_every_query_may_run_and_gives_the_same_answer_each_time(path: Path, project: Project) -> None:
    checked = guard.check(load(path, project).text, Limits())
    assert checked.form in (QueryForm.SELECT, QueryForm.CONSTRUCT)
    assert not checked.volatile


@each_query()
def test_every_query_declares_the_base_and_in_order_the_prefixes_that_it_uses(path: Path, project: Project) -> None:
    query = load(path, project)
    text = path.read_text(encoding="utf-8")
    declared = re.findall(r"^PREFIX (\w+): <(.+)>$", text, re.MULTILINE)
    used = {token.text.partition(":")[0] for token in lexer.scan(query.text) if token.kind is Kind.PREFIXED_NAME}
    assert f"\nBASE <{project.base}>\n" in text
    assert declared == sorted(declared)
    assert {name for name, _ in declared} == used
    assert all(project.prefixes[name] == iri for name, iri in declared)


@each_query()
def test_every_query_says_which_competency_question_it_answers(path: Path, project: Project) -> None:
    assert set(load(path, project).tags) & COMPETENCY_QUESTIONS


def test_every_competency_question_in_reach_has_a_query(project: Project) -> None:
    assert {
        tag for path in QUERIES for tag in load(path, project).tags if re.fullmatch(r"CQ\d+", tag)
    } == COMPETENCY_QUESTIONS


@each_query()
def test_every_parameter_has_one_default(path: Path, project: Project) -> None:
    query = load(path, project)
    assert query.parameters
    for name, parameter in query.parameters.items():
        (default,) = parameter.defaults
        assert default or name == LAST_DAY, "only the end of a day's year or month may be left open"


def test_every_term_and_concept_in_a_query_is_declared_by_the_ontology(project: Project) -> None:
    known = {quad.subject.value for quad in datasets.load(project).quads if hasattr(quad.subject, "value")}
    for path in QUERIES:
        text = path.read_text(encoding="utf-8")
        terms = {project.own_prefixes["ct"] + name for name in re.findall(r"\bct:(\w+)", text)}
        concepts = {project.base + iri for iri in re.findall(r"<(id/concept/[^>]+)>", text)}
        assert terms | concepts <= known, path.name


def test_every_query_has_its_row_in_the_document_on_questions() -> None:
    document = (ROOT / "docs" / "questions.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\(\.\./queries/([\w-]+)\.rq\)", document)) == {path.stem for path in QUERIES}
