"""A small query by a well-behaved client, in quiet, and while eight others ask what is too much.

Used by query.py; as a program, with a port and seconds, it is the eight. These are a process of their own, for the
client that is measured would have to share its interpreter with them. They connect from another loopback address,
because they are other clients: what one client asks is what the service's fair shares are about. The one that is
measured keeps its connection, as libraries do.
"""

from __future__ import annotations

import http.client
import json
import statistics
import subprocess
import sys
import threading
import time
from urllib.parse import quote

NEW = "0 < 1"
AT_A_TIME = 8
HERE, ELSEWHERE = "127.0.0.1", "127.0.0.2"
SMALL = "ASK { ?s ?p ?o FILTER(0 < 1) }"
HOSTILE = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(0 < 1) }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(0 < 1) } ORDER BY ?i LIMIT 1",
    "SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f FILTER(0 < 1) }",
    "SELECT (COUNT(*) AS ?n) { ?a (!<urn:x>|^<urn:x>)* ?b . ?b (!<urn:x>)+ ?c FILTER(0 < 1) }",
    "SELECT (GROUP_CONCAT(?c) AS ?t) { ?a ?b ?c . ?d ?e ?f FILTER(0 < 1) }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(STR(?c), '(a+)+(b+)+$') && 0 < 1) }",
    "CONSTRUCT { ?a ?e ?i } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(0 < 1) }",
)
ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9"


def ask(connection: http.client.HTTPConnection, text: str) -> tuple[int, float]:
    """The status of an answer that is not remembered, and the seconds until it was read."""
    path = "/sparql?query=" + quote(text.replace(NEW, f"0 < {time.monotonic_ns()}"))
    start = time.perf_counter()
    connection.request("GET", path, headers={"Accept": ACCEPT})
    answer = connection.getresponse()
    answer.read()
    return answer.status, time.perf_counter() - start


def small(port: int, seconds: float) -> list[tuple[int, float]]:
    connection = http.client.HTTPConnection(HERE, port, timeout=60)
    answers = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answers.append(ask(connection, SMALL))
        time.sleep(0.005)
    connection.close()
    return answers


def hostile(port: int, seconds: float) -> list[tuple[int, float]]:
    """What became of the queries of the eight, each of whom asks the next when one has ended."""
    answers = []
    end = time.monotonic() + seconds

    def go_on(number: int) -> None:
        while time.monotonic() < end:
            connection = http.client.HTTPConnection(HERE, port, timeout=60, source_address=(ELSEWHERE, 0))
            answers.append(ask(connection, HOSTILE[number % len(HOSTILE)]))
            connection.close()
            number += 1

    threads = [threading.Thread(target=go_on, args=(number,)) for number in range(AT_A_TIME)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def p99(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.99)] * 1000


def attack(port: int, seconds: float, limit: float) -> None:
    quiet = [took for _, took in small(port, seconds)]
    command = [sys.executable, __file__, str(port), str(3 * seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as eight:
        answers = small(port, 3 * seconds)
        assert eight.stdout
        endings = json.load(eight.stdout)
    under = [took for _, took in answers]
    bad = sum(status != 200 for status, _ in answers)
    statuses = {
        status: sum(ending == status for ending, _ in endings) for status in sorted({ending for ending, _ in endings})
    }
    print(
        f"\nunder attack, {AT_A_TIME} at a time, limit {limit} s: small query p99 {p99(quiet):.1f} ms quiet, "
        f"{p99(under):.1f} ms under attack (ratio {p99(under) / p99(quiet):.1f}), p50 "
        f"{statistics.median(quiet) * 1000:.1f} and {statistics.median(under) * 1000:.1f} ms, {bad} errors of "
        f"{len(under)}; hostile: {statuses}, slowest {max(took for _, took in endings):.2f} s"
    )


if __name__ == "__main__":
    print(json.dumps(hostile(int(sys.argv[1]), float(sys.argv[2]))))
