"""Odd requests over a socket, none of which may be a fault of the server.

Usage: python bench/fuzz.py [--project FOLDER] [--requests 20000] [--seed 1]. Starts ``kg serve`` on the project, sends
paths, query strings, methods, header fields and bodies that were put together at random from addresses that there are
and characters that are seldom expected, and prints how many answers had each status. Exit code 1, with the requests,
where a status is 500 or above; 501 (a method or transfer coding), 503 and 504 (no time, no place) are answers.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[1]
AT_A_TIME = 8
SECONDS = 30.0
FINE = {501, 503, 504}
PLACES = (
    "/", "/id/", "/doc/", "/ns", "/ns/", "/context/", "/shape/", "/graph/", "/data", "/dumps/", "/sparql", "/queries/",
    "/search", "/quality", "/cite", "/problem/", "/static/", "/embed/", "/pictures/", "/sitemap-", "/partnerships",
    "/cities", "/networks", "/sources", "/about", "/nl/", "/concept/", "/resource", "/class", "/ready", "/health",
    "/search/suggest.json", "/sparql/terms.json", "/robots.txt", "/report", "/sparql.", "/data.", "/.well-known/void",
)  # fmt: skip
PIECES = (
    "%", "%2F", "%25", "%00", "%0A", "%FF", "%C3%9F", "%E2%80%AE", "%20", "%3C", "%22", "%7B", "%5C", "%zz", "..", ".",
    "//", "/", ";", ":", "@", "+", "*", "'", "&", "=", "~", "a", "be-gent", "city/be-gent", "Ghnt", "ghent", ".ttl",
    ".html", ".jsonld", ".nt", ".rdf", ".csv", ".rq", ".svg", "{}", "|", "^", "`", "\\", "<", ">", '"', "#", "?", "[",
    "]", "99999999999999999999", "-1", "0", "2015-06-01", "9999-12-31", "0000-00-00", "-0044-03-15", "ß", "金",
    "\u202e", "\U0001f30d", "urn:x", "http://a b/", "javascript:alert(1)", "_:b", "lang", "undefined",
)  # fmt: skip
NAMES = ("query", "format", "lang", "day", "on", "q", "city", "iri", "output", "default-graph-uri", "named-graph-uri",
         "page", "sort", "status", "type", "update", "country", "at", "from", "to", "theme", "view", "x")  # fmt: skip
QUERIES = ("ASK {}", "SELECT * { ?s ?p ?o } LIMIT 3", "SELECT * {", "DESCRIBE <x y>", "CONSTRUCT WHERE { ?s ?p 1 }",
           "SELECT (<http://a/{}> AS ?x) {}", "\ufeffASK {}", "ASK { ?s <\\u0000> ?o }")  # fmt: skip
FIELDS = (
    "Accept", "Accept-Language", "Accept-Encoding", "If-None-Match", "If-Modified-Since", "If-Match", "Range",
    "If-Unmodified-Since", "If-Range", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded",
    "Cookie", "Origin", "Content-Type", "Content-Encoding", "Expect", "TE", "Authorization",
    "Access-Control-Request-Method",
)  # fmt: skip
VALUES = (
    "*/*", "text/html", "text/turtle;q=", "application/rdf+xml", ";;;", ",", '"', 'W/"a"', "*", "bytes=0-", "bytes=-1",
    "bytes=9-1", "bytes=a-b", "bytes=0-1,2-3", "Mon, 01 Jan 99999 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT",
    "Sat, 31 Feb 2020 25:61:61 GMT", "Mon, 01 Jan 0001 00:00:00 +9999", "nl-BE,fr;q=0.5", "x-" * 40, "gzip;q=2",
    "\x80\xff", "for=_x;proto=ftp", "multipart/form-data; boundary=", "application/sparql-query; charset=utf-16",
    "100-continue",
    "-1", "1e999", "NaN", "<script>", "a" * 3_000,
)  # fmt: skip
METHODS = ("GET",) * 12 + ("HEAD", "POST", "OPTIONS", "PUT", "get", "TRACE", "FOO", "DELETE", "PATCH", "PROPFIND")


def request(chance: random.Random, port: int) -> bytes:
    """One request, which ends its connection."""
    path = chance.choice(PLACES) + "".join(chance.choice(PIECES) for _ in range(chance.randrange(4)))
    path = re.sub(r"[\s?#]", "", path) if chance.random() < 0.9 else path
    arguments = [f"{_text(chance, NAMES)}={_text(chance, PIECES + QUERIES)}" for _ in range(chance.randrange(3))]
    target = path + ("?" + "&".join(arguments) if arguments else "")
    if chance.random() < 0.7:
        target = quote(target, safe="%/?&=+:@!$'()*,;~")
    fields = [f"{chance.choice(FIELDS)}: {chance.choice(VALUES)}" for _ in range(chance.randrange(3))]
    host = f"127.0.0.1:{port}" if chance.random() < 0.95 else chance.choice(PIECES)
    method, body = chance.choice(METHODS), b""
    if method not in ("GET", "HEAD", "OPTIONS"):
        body = "".join(chance.choice(PIECES + QUERIES) for _ in range(2)).encode()
        kind = chance.choice(("application/x-www-form-urlencoded", "application/sparql-query", "text/plain"))
        fields += [f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
    head = "\r\n".join([f"{method} {target} HTTP/1.1", f"Host: {host}", *fields, "Connection: close", "", ""])
    return head.encode("utf-8", "surrogateescape") + body


def _text(chance: random.Random, pieces: tuple[str, ...]) -> str:
    text = chance.choice(pieces)
    return quote(text) if chance.random() < 0.8 else text.replace(" ", "+").replace("&", "")


async def status(port: int, raw: bytes) -> int:
    """The status of the answer; 0 where the connection was closed without one, and -1 where none came in time."""
    try:
        async with asyncio.timeout(SECONDS):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                writer.write(raw)
                await writer.drain()
                line = await reader.readline()
                while await reader.read(65536):
                    pass
            finally:
                writer.close()
    except TimeoutError:
        return -1
    except ConnectionError:
        return 0
    parts = line.split()
    return int(parts[1]) if len(parts) > 1 else 0


async def send(port: int, number: int, seed: int) -> tuple[Counter[int], list[tuple[int, bytes]]]:
    chance, counts, faults = random.Random(seed), Counter[int](), list[tuple[int, bytes]]()
    left = iter(range(number))

    async def one_after_the_other() -> None:
        for _ in left:
            raw = request(chance, port)
            code = await status(port, raw)
            counts[code] += 1
            if code < 0 or (code >= 500 and code not in FINE):
                faults.append((code, raw))

    await asyncio.gather(*(one_after_the_other() for _ in range(AT_A_TIME)))
    return counts, faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--project", type=Path, default=ROOT)
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    kg = Path(sys.executable).with_name("kg")
    port = random.SystemRandom().randrange(20_000, 30_000)
    with tempfile.TemporaryFile() as log:
        command = [kg, "--project", options.project, "serve", "--port", str(port)]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, env=os.environ)
        try:
            if not server.stdout or not server.stdout.readline():
                print("The server does not start.")
                return 1
            counts, faults = asyncio.run(send(port, options.requests, options.seed))
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(60)
        log.seek(0)
        for error, times in Counter(re.findall(rb"^\w+(?:\.\w+)*Error.*", log.read(), re.MULTILINE)).most_common():
            print(f"{times} × {error.decode(errors='replace')[:200]}")
    for code, raw in faults[:20]:
        print(code, raw[:300])
    print(f"{options.requests} requests:", ", ".join(f"{code}: {times}" for code, times in sorted(counts.items())))
    return 1 if faults or sum(counts.values()) != options.requests else 0


if __name__ == "__main__":
    sys.exit(main())
