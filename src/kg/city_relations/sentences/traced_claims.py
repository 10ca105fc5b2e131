"""What is known of a tie or a city in sentences, each with the claims that it rests on and the passages of these."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pyoxigraph import NamedNode

from kg.city_relations import claims, partnerships
from kg.city_relations.claims import Claim, ClaimKind, Passage
from kg.city_relations.partnerships import Partnership
from kg.city_relations.sentences.tie_sentences import TieSentences
from kg.city_relations.status_on_day import Group
from kg.publish.traced_sentences import UNKNOWN, Quotation, TracedSentence
from kg.resources.language_view import Reader


def traced(reader: Reader, node: NamedNode, day: date) -> list[TracedSentence]:
    """Of a city, an answer for each of its ties; of a tie, its answer and its claims; of anything else, its claims."""
    telling = _Telling(reader, day)
    tie = partnerships.find(reader.known.revision, reader.names, node)
    if tie:
        return [*telling.tie(tie), *telling.claims(reader.nodes(node, "ct:claim"))]
    ties = partnerships.of_city(reader.known.revision, reader.names, node)
    if ties:
        return [sentence for one in ties for sentence in telling.tie(one)]
    own = reader.nodes(node, "ct:claim", "ct:outcome", "org:hasMembership")
    return telling.claims([node, *own])


def basis(reader: Reader, tie: Partnership, day: date) -> dict[Group, list[NamedNode]]:
    """The claims that the answer on a tie rests on, by what they carry: the decision and the end, else its status."""
    group = tie.history.group(day)
    outcomes = [verdict.outcome for verdict in tie.stand(day).verdicts]
    nodes = reader.nodes(tie.node, "ct:claim")
    ends = [node for node in nodes if reader.is_a(node, f"ct:{ClaimKind.TERMINATION}")]
    periods = [node for node in nodes if reader.is_a(node, f"ct:{ClaimKind.STATUS_PERIOD}")]
    if not outcomes:
        return {Group.ENDED: ends} if ends else {group: periods}
    return {group: [*outcomes, *ends]} if group is Group.ENDED or not ends else {group: outcomes, Group.ENDED: ends}


@dataclass(frozen=True, slots=True)
class _Telling:
    reader: Reader
    day: date

    def tie(self, tie: Partnership) -> list[TracedSentence]:
        """The answer, and what is not known, which rests on no statement."""
        sentences = TieSentences(self.reader, self.day)
        nodes = [node for carrying in basis(self.reader, tie, self.day).values() for node in carrying]
        known = [claims.claim(self.reader, node) for node in nodes]
        name = self.reader.name(tie.node).value
        answer = f"{name}: {' '.join(sentences.tie(tie))}"
        answers = [self._sentence(answer, [claim for claim in known if claim])]
        not_known = (f"{name}: not known: {text}" for text in sentences.unknown(tie))
        return answers + [TracedSentence(text, (), UNKNOWN, self.day.isoformat()) for text in not_known]

    def claims(self, nodes: Iterable[NamedNode]) -> list[TracedSentence]:
        """A sentence for each claim among the nodes."""
        groups = claims.groups(self.reader, nodes)
        return [self._sentence(self._words(claim), [claim]) for group in groups for claim in group.claims]

    def _words(self, claim: Claim) -> str:
        """The claim in words: what it is about, its kind, what it says, and when."""
        reader = self.reader
        says = ", ".join(reader.name(node).value for node in claim.says)
        kind = reader.name(reader.expand(f"ct:{claim.kind}")).value
        things = reader.nodes(claim.node, "ct:about", "ct:terminates") or [reader.document(claim.node)]
        about = ", ".join(reader.name(node).value for node in things)
        return f"{about} – {kind}: {', '.join(part for part in (says, claim.when) if part)}"

    def _sentence(self, text: str, known: Sequence[Claim]) -> TracedSentence:
        reader = self.reader
        grades = dict.fromkeys(reader.name(claim.certainty).value for claim in known if claim.certainty)
        passages = dict.fromkeys(passage for claim in known for passage in claim.evidence)
        return TracedSentence(
            text=text,
            statements=tuple(
                (str(claim.node), str(reader.expand(claim.kind.saying)), str(value))
                for claim in known
                for value in claim.says
            ),
            certainty=", ".join(grades) or UNKNOWN,
            day=self.day.isoformat(),
            quotations=tuple(self._quotation(passage) for passage in passages),
        )

    def _quotation(self, passage: Passage) -> Quotation:
        reader = self.reader
        publishers = reader.nodes(passage.source, "dct:publisher")
        addresses = reader.values(passage.source, "schema:url", "foaf:page", "dct:identifier")
        return Quotation(
            text=passage.quote.value if passage.quote else "",
            language=passage.quote.language if passage.quote else None,
            passage=passage.node.value,
            source=passage.source.value,
            title=reader.name(passage.source).value,
            publishers=tuple((reader.text(agent, "foaf:name") or reader.name(agent)).value for agent in publishers),
            address=next((value.value for value in addresses), None),
        )
