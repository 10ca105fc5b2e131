"""What sentences claim, parsed back, is what the queries say: on 200 generated histories, for a seed.

Twenty cities, each with ten ties, one decision and five memberships, are a revision of their own. The queries decide
from its statements; nothing of the rule that the sentences use is asked.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg import dataset as datasets
from kg import revision as revisions
from kg.city_relations import concept, page_questions, partnerships
from kg.city_relations.sentences.city_sentences import CitySentences
from kg.city_relations.sentences.decision_sentences import DecisionSentences
from kg.city_relations.sentences.membership_sentences import MembershipSentences
from kg.city_relations.sentences.tie_counts import number
from kg.city_relations.status_on_day import Group
from kg.city_relations.vocabulary import VOCABULARY
from kg.named_queries import page_queries
from kg.named_queries.page_queries import Solution
from kg.project import Project
from kg.rdf.namespaces import RDF, XSD
from kg.resources import resource_graph, time_span
from kg.resources.language_view import Reader
from kg.resources.time_span import TimeSpan
from kg.revision import Revision

from ...presence import present

TODAY = date(2004, 6, 1)
SPANS = ("1990-06-01", "1994", "1996-05", "2001-11-30")
HOMES, TIES, NETWORKS = 20, 10, 5
KINDS = {"sister cit": "sister-city", "partner cit": "partner-city"}
DROPPING = ("not-maintained", "terminate")
_TOWN, _NET = re.compile(r"\bTown\d+"), re.compile(r"\bNet\d+")
_COUNTED = re.compile(
    r"(\w+) (sister cit|partner cit|tie)(?:y|ies|s)?(?:: | \()((?:Town\d+(?: \([^)]*\))?(?:, | and )?)+)"
)


class Statements:
    """The quads of generated cities, ties, decisions and memberships."""

    def __init__(self, project: Project, chance: random.Random) -> None:
        self.project, self.chance = project, chance
        self.graph = NamedNode(f"{project.base}graph/data/generated")
        self.quads: list[Quad] = []

    def node(self, path: str) -> NamedNode:
        return NamedNode(self.project.base + path)

    def say(self, subject: NamedNode, predicate: str, *values: NamedNode | Literal) -> None:
        prefix, _, local = predicate.partition(":")
        iri = NamedNode((RDF if prefix == "rdf" else self.project.prefixes[prefix]) + local)
        self.quads += [Quad(subject, iri, value, self.graph) for value in values]

    def named(self, path: str, kind: str, name: str) -> NamedNode:
        node = self.node(path)
        self.say(node, "rdf:type", NamedNode(self.project.prefixes["ct"] + kind))
        self.say(node, "skos:prefLabel", *(Literal(name, language=tag) for tag in ("en", "nl", "fr", "de")))
        return node

    def claim(self, owner: NamedNode, name: str, known: date | None = None) -> NamedNode:
        """A claim with random bounds; only with the latest day of a start, if that is given."""
        node = NamedNode(f"{owner.value}#{name}")
        self.say(node, "ct:certainty", concept("certainty", "stated"))
        days = sorted(date(1990, 1, 1) + timedelta(self.chance.randrange(5_000)) for _ in range(4))
        seen = date(1990, 1, 1) + timedelta(self.chance.randrange(5_000))
        written = (
            {"latestStart": known}
            if known
            else {
                name: day
                for name, day in zip(("earliestStart", "latestStart", "earliestEnd", "latestEnd"), days, strict=True)
                if self.chance.random() < 0.6
            }
            | ({"openAsOf": seen} if self.chance.random() < 0.5 else {})
        )
        for name, day in written.items():
            assert day
            self.say(node, f"ct:{name}", Literal(day.isoformat(), datatype=NamedNode(f"{XSD}date")))
        return node

    def city(self, number: int) -> None:
        """A city with its ties, its decision and its memberships."""
        home = self.named(f"id/city/home-{number}", "City", f"Home{number}")
        country = self.node("id/country")
        self.say(home, "dct:spatial", country)
        decision = self.named(f"id/decision/home-{number}", "Decision", f"Decision{number}")
        self.say(decision, "ct:decidedBy", home)
        known = date(1994, 1, 1) + timedelta(self.chance.randrange(3_000))
        for place in range(TIES):
            key = TIES * number + place
            town = self.named(f"id/city/town-{key}", "City", f"Town{key}")
            self.say(town, "dct:spatial", country)
            self._tie(f"home-{number}--town-{key}", home, town, decision, known)
        for place in range(NETWORKS):
            key = NETWORKS * number + place
            network = self.named(f"id/network/net-{key}", "Network", f"Net{key}")
            self.say(network, "ct:networkType", concept("network-type", "thematic"))
            membership = self.claim(home, f"member-{key}")
            self.say(home, "org:hasMembership", membership)
            self.say(membership, "rdf:type", NamedNode(self.project.prefixes["ct"] + "Membership"))
            self.say(membership, "org:member", home)
            self.say(membership, "org:organization", network)
            self.say(membership, "org:role", concept("network-role", self.chance.choice(["member", "president"])))

    def _tie(self, name: str, home: NamedNode, town: NamedNode, decision: NamedNode, known: date) -> None:
        tie = self.named(f"id/partnership/{name}", "Partnership", name)
        kind = self.chance.choice(["sister-city", "partner-city", "friendship"])
        self.say(tie, "ct:partnershipType", concept("partnership-type", kind))
        self.say(tie, "ct:party", home, town)
        for place in range(self.chance.choice([1, 1, 2])):
            period = self.claim(tie, f"period-{place}")
            self.say(tie, "ct:claim", period)
            self.say(period, "ct:status", concept("status", self.chance.choice(["in-force", "in-force", "ended"])))
        if verdict := self.chance.choice([None, "maintain", *DROPPING]):
            outcome = self.claim(decision, f"outcome-{name}", known)
            self.say(decision, "ct:outcome", outcome)
            self.say(outcome, "ct:about", tie)
            self.say(outcome, "ct:verdict", concept("verdict", verdict))


@pytest.fixture(scope="module")
def generated(project: Project) -> Revision:
    real = datasets.load(project)
    statements = Statements(project, random.Random(20_210_120))
    for home in range(HOMES):
        statements.city(home)
    ontology = [quad for quad in real.quads if "/graph/data/" not in quad.graph_name.value]
    return revisions.unjudged(project, replace(real, quads=(*ontology, *statements.quads)), TODAY)


def reader_of(revision: Revision, language: str = "en") -> Reader:
    return Reader(resource_graph.of(revision), language, language, telling=VOCABULARY.telling)


def homes(revision: Revision) -> list[NamedNode]:
    return [NamedNode(f"{revision.project.base}id/city/home-{place}") for place in range(HOMES)]


def last(term: object) -> str:
    assert isinstance(term, NamedNode | Literal)
    return term.value.rpartition("/")[2]


@dataclass(frozen=True)
class Rows:
    """The solutions of the list's query: those of no day, and those of some days, by the number of the town."""

    always: dict[str, list[Solution]]
    then: dict[str, list[Solution]]
    days: TimeSpan

    def formally(self, town: str) -> str | None:
        held = {row["strength"].value for row in self.then.get(town, ()) if last(row["status"]) == "in-force"}
        return min(held, default=None)

    def has_verdict(self, town: str, verdicts: Iterable[str], day: date) -> bool:
        given = [row for row in self.always[town] if "verdictConcept" in row]
        by = [row["verdictBy"].value for row in given if last(row["verdictConcept"]) in verdicts]
        return any(known <= day.isoformat() for known in by)

    def is_dropped(self, town: str, day: date) -> bool:
        return self.has_verdict(town, DROPPING, day)

    def has_ended(self, town: str) -> bool:
        """Whether it certainly has by the last day."""
        day = self.days.last.isoformat()
        past = any("latestEnd" in row and row["latestEnd"].value < day for row in self._in_force(town))
        ended = any(
            last(row["status"]) == "ended" and row["strength"].value == "certain" for row in self.then.get(town, ())
        )
        return (past or ended) and not self.formally(town)

    def is_to_come(self, town: str) -> bool:
        """Whether it is known not to have begun: it has a time, and no status may hold on the day."""
        ended = any(last(row["status"]) == "ended" for row in self.then.get(town, ()))
        return bool(self._in_force(town)) and not ended and not self.formally(town) and not self.has_ended(town)

    def end(self, town: str) -> tuple[str, str] | None:
        """The earliest and the latest day of its end, as far as a source gives one."""
        for row in self._in_force(town):
            if "earliestEnd" in row or "latestEnd" in row:
                return _between(row, "earliestEnd", "latestEnd")
        for row in self.always[town]:
            if last(row["status"]) == "ended":
                return _between(row, "earliestStart", "latestStart")
        return None

    def _in_force(self, town: str) -> list[Solution]:
        return [row for row in self.always[town] if last(row["period"]).partition("#")[2] and self._is_in_force(row)]

    @staticmethod
    def _is_in_force(row: Solution) -> bool:
        return last(row["status"]) == "in-force"


def _between(row: Solution, first: str, second: str) -> tuple[str, str]:
    return row[first].value if first in row else "", row[second].value if second in row else ""


def rows(revision: Revision, days: TimeSpan) -> Rows:
    given = {"on": page_queries.day(days.first.isoformat())}
    if not days.is_day:
        given["until"] = page_queries.day(days.last.isoformat())
    return Rows(_by_town(revision, {}), _by_town(revision, given), days)


@lru_cache(maxsize=16)
def _solutions(revision: Revision, text: str) -> list[Solution]:
    return page_queries.solutions(revision, text)


def _by_town(revision: Revision, given: dict[str, Literal]) -> dict[str, list[Solution]]:
    by_town: dict[str, list[Solution]] = {}
    text = page_queries.bound(revision.project, page_questions.PARTNERSHIPS, dict(given))
    for row in _solutions(revision, text):
        if last(row["city"]).startswith("town-"):
            by_town.setdefault(last(row["city"]).replace("town-", "Town"), []).append(row)
    return by_town


def claimed(sentences: Iterable[str]) -> dict[str, list[str]]:
    """The towns that sentences in English name, by what they say of them; each count must be that of the names."""
    claims: dict[str, list[str]] = {}
    for sentence in sentences:
        for count, _, names in _COUNTED.findall(sentence):
            assert count.casefold() == number(len(_TOWN.findall(names)), "en").replace("1", "one"), sentence
        claims.setdefault(_claim(sentence), []).extend(_TOWN.findall(sentence))
    return claims


def _claim(sentence: str) -> str:
    for pattern, claim in (
        (r"No source confirms ", "none"),
        (r"(On|In) .* had |Home\d+ has ", "had"),
        (r"Whether .* is not known\.", "doubted"),
        (r".*\b(kept|decided to keep)\b", "kept"),
        (r".*\bdropped\b", "dropped"),
        (r".*\bended\b", "ended"),
        (r"It was last confirmed |No source says whether |It was in force ", "of the one before"),
    ):
        if re.match(pattern, sentence):
            return claim
    raise AssertionError(f"a sentence that says what no query does: {sentence}")


def towns(place: int) -> list[str]:
    return [f"Town{TIES * place + number}" for number in range(TIES)]


def expected_of_a_day(known: Rows, names: list[str]) -> dict[str, set[str]]:
    day = known.days.last
    dropped = {town for town in names if known.is_dropped(town, day)}
    ended = {town for town in names if known.has_ended(town)} - dropped
    had = {town for town in names if known.formally(town) == "certain"} - dropped - ended
    kept = {town for town in names if known.has_verdict(town, ["maintain"], day)} - dropped - ended - had
    to_come = {town for town in names if known.is_to_come(town)} - dropped - kept
    doubted = set(names) - dropped - ended - had - kept - to_come
    return {"had": had, "kept": kept, "dropped": dropped, "ended": ended, "doubted": doubted}


def expected_of_a_span(known: Rows, names: list[str]) -> dict[str, set[str]]:
    first, final = known.days.first, known.days.last
    dropped = {town for town in names if known.is_dropped(town, final) and not known.is_dropped(town, first)}
    ends = {town: end for town in names if (end := known.end(town))}
    limits = (first.isoformat(), final.isoformat())
    ended = {town for town, (early, late) in ends.items() if late and limits[0] <= early and late <= limits[1]}
    formally = {town: known.formally(town) for town in names}
    had = {town for town in names if formally[town] == "certain"}
    doubted = {town for town in names if formally[town] == "possible"}
    return {"had": had, "dropped": dropped, "ended": ended, "doubted": doubted}


@pytest.mark.parametrize("text", SPANS)
def test_the_lists_and_cities_of_a_time_claim_what_the_query_says(generated: Revision, text: str) -> None:
    days = time_span.read(text)
    known, seen = rows(generated, days), Counter[str]()
    for place, home in present(enumerate(homes(generated))):
        ties = partnerships.of_city(generated, "en", home)
        claims = claimed(CitySentences(reader_of(generated), days.last).during(home, ties, days))
        expected = (expected_of_a_day if days.is_day else expected_of_a_span)(known, towns(place))
        assert {claim: set(claims.get(claim, [])) for claim in expected} == expected, (text, place)
        assert all(len(names) == len(set(names)) for names in claims.values())
        assert ("none" in claims) is not bool(expected["had"])
        seen.update({claim: len(names) for claim, names in expected.items()})
    assert len([claim for claim, count in seen.items() if count]) > 1, seen


def test_the_start_page_and_its_groups_claim_what_the_query_says(generated: Revision) -> None:
    known = rows(generated, TimeSpan(TODAY, TODAY))
    for place, home in present(enumerate(homes(generated))):
        ties = partnerships.of_city(generated, "en", home)
        sentences = CitySentences(reader_of(generated), TODAY)
        expected = expected_of_a_day(known, towns(place))
        claims = claimed(sentences.city(home, ties))
        assert {claim: set(claims.get(claim, [])) for claim in expected} == expected
        groups = partnerships.grouped(ties, TODAY)
        assert len(groups.get(Group.DROPPED, [])) == len(expected["dropped"])
        assert len(groups.get(Group.ENDED, [])) == len(expected["ended"])
        if dropped := groups.get(Group.DROPPED):
            note = sentences.note(Group.DROPPED, home, dropped)
            ends = {town for town in expected["dropped"] if known.end(town)}
            assert set(_TOWN.findall(note)) == ends, note


def test_a_decision_claims_what_the_query_says(generated: Revision) -> None:
    known = rows(generated, TimeSpan(TODAY, TODAY))
    for place, home in present(enumerate(homes(generated))):
        decision = NamedNode(home.value.replace("/city/", "/decision/"))
        outcome, *named = DecisionSentences(reader_of(generated), TODAY).decision(decision)
        kinds: dict[str, Counter[str]] = {"kept": Counter(), "dropped": Counter()}
        towns_of: dict[str, set[str]] = {"kept": set(), "dropped": set()}
        for town in towns(place):
            for claim, verdicts in (("kept", ["maintain"]), ("dropped", DROPPING)):
                if known.has_verdict(town, verdicts, date.max):
                    kinds[claim][last(known.always[town][0]["type"])] += 1
                    towns_of[claim].add(town)
        kept, _, dropped = outcome.partition("dropped its ties with")
        assert set(_TOWN.findall(kept)) == towns_of["kept"], outcome
        if towns_of["kept"]:
            assert claimed([kept]).keys() == {"kept"}
        counts = Counter({KINDS.get(kind, "friendship"): count for count, kind in _kinds_of(dropped)})
        assert counts == kinds["dropped"], outcome
        assert {town for sentence in named for town in _TOWN.findall(sentence)} == towns_of["dropped"]
        assert claimed(named).keys() <= {"dropped"}


def _kinds_of(text: str) -> Iterator[tuple[int, str]]:
    numbers = {number(count, "en").replace("1", "one"): count for count in range(1, TIES + 1)} | {"one": 1}
    for count, kind in re.findall(r"(\w+) (sister cit|partner cit|tie)", text):
        yield numbers[count], kind


@pytest.mark.parametrize("text", [*SPANS, None])
def test_the_networks_of_a_time_are_those_of_the_query(generated: Revision, text: str | None) -> None:
    days = time_span.read(text) if text else None
    given = {"on": page_queries.day(days.first.isoformat())} if days else {}
    if days and not days.is_day:
        given["until"] = page_queries.day(days.last.isoformat())
    solutions = _solutions(generated, page_queries.bound(generated.project, page_questions.NETWORKS, dict(given)))
    known = {last(row["network"]).replace("net-", "Net"): row.get("certain") for row in solutions}
    certain = {network for network, count in known.items() if count and count.value == "1"}
    possible = known.keys() - certain
    for place, home in present(enumerate(homes(generated))):
        own = {f"Net{NETWORKS * place + item}" for item in range(NETWORKS)}
        text_of = " ".join(MembershipSentences(reader_of(generated), home).networks(days))
        if days is None:
            continue
        first = text_of.partition(". ")[0]
        assert set(_NET.findall(first)) == own & certain, text_of
        counted = re.search(r"For (\w+) of the networks below", text_of)
        assert (counted[1] if counted else "0") == number(len(own & possible), "en").replace("1", "one"), text_of


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
def test_every_language_names_the_same_towns_in_the_same_sentences(generated: Revision, language: str) -> None:
    for text in ("1994", "2001-11-30"):
        days = time_span.read(text)
        for home in present(homes(generated)):
            both = [
                CitySentences(reader_of(generated, tag), days.last).during(
                    home, partnerships.of_city(generated, tag, home), days
                )
                for tag in ("en", language)
            ]
            first, second = ([_TOWN.findall(sentence) for sentence in sentences] for sentences in both)
            assert first == second
