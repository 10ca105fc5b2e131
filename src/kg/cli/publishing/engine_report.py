"""What ``kg push --probe`` tells of an engine: small queries that it gets wrong, and named questions that differ."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

import click

from kg.cli.publishing import compared_answers
from kg.revision import Revision
from kg.settings.remote import RemoteSettings


def report(revision: Revision, settings: RemoteSettings, place: int) -> bool:
    """Print it for one engine; says whether all questions that could be compared have the answer that they have here.

    Where the engine has another revision, none can be.
    """
    # Imported only here: the other commands work without that folder.
    from kg.query_engine.remote import probe
    from kg.query_engine.remote.push import Engine
    from kg.query_engine.remote.remote_engine import RemoteEngine

    questions = compared_answers.texts(revision)
    with closing(Engine(settings, place, revision.project.base, patch=False)) as engine:
        findings = probe.probe(engine.endpoint, engine.store, revision.project.base)
        click.echo(f"{engine.url} answers {len(findings.deviations)} of {findings.cases} small queries otherwise.")
    for deviation in findings.deviations:
        known, users = deviation.known, deviation.used_by(questions)
        click.echo(f"  {known.name} (SPARQL 1.1, {known.section})")
        click.echo(f"    {known.query}")
        click.echo(f"    expected {', '.join(known.values)}; got {deviation.got}")
        click.echo(f"    used by {', '.join(users) if users else 'no named question'}")
    refusal = findings.triple_terms
    click.echo(f"  triple terms (RDF 1.2): {f'refused: {refusal}' if refusal else 'taken, and given back'}")
    one = replace(settings, endpoint=settings.endpoints[place], graph_store=None, update=None)
    with closing(RemoteEngine(one, revision, revision.project.settings.query).current()) as remote:
        if remote.state != revision.digest[:32]:
            click.echo("  It has another revision, or none: after kg push, the named questions are compared too.")
            return True
        outcomes = dict(compared_answers.differences(revision, remote))
    same = sum(not outcome for outcome in outcomes.values())
    click.echo(f"  {same} of {len(outcomes)} named questions have the answer that they have here.")
    for name, outcome in outcomes.items():
        if outcome:
            click.echo(f"    {name}: {outcome}")
    return same == len(outcomes)
