"""How long the first query takes in a browser on a built site, over a line of 10 Mbit/s.

Usage: python bench/first_query.py SITE, a folder of ``kg build --site``. The page with the editor is loaded, and then
asks a named question, with nothing fetched ahead: until the answer is there, the engine and the data travel, and the
engine starts. All files share the line, and each waits 20 ms more. The same once more with no compressed file sent. The
browser is Debian's Chromium; what it computes takes longer on a busy machine, so the time that the line alone takes for
these bytes is printed beside.
"""

from __future__ import annotations

import http.server
import shutil
import sys
import threading
import time
from functools import partial
from pathlib import Path

from playwright.sync_api import sync_playwright

BYTES_A_SECOND = 10_000_000 / 8
DELAY = 0.02
PIECE = 8_192
CODINGS = {".br": "br", ".gz": "gzip"}
PAGE, QUESTION = "sparql.en.html", "queries/partners-on-a-day.rq"
ASKING = "async (query) => (await fetch(location.pathname + '?' + new URLSearchParams({query}))).text()"
RUNS = 3


class Line:
    """The line that all responses share."""

    def __init__(self) -> None:
        self._free = 0.0
        self._lock = threading.Lock()
        self.sent = 0

    def send(self, size: int) -> None:
        """Wait until so many bytes have travelled."""
        with self._lock:
            self._free = max(self._free, time.perf_counter()) + size / BYTES_A_SECOND
            self.sent += size
            ready = self._free
        time.sleep(max(0.0, ready - time.perf_counter()))


class Slow(http.server.SimpleHTTPRequestHandler):
    """Files, compressed where there is such a file, as fast as the line is."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments: object, line: Line, compress: bool, directory: str) -> None:
        self._line, self._compress = line, compress
        super().__init__(*arguments, directory=directory)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        time.sleep(DELAY)
        path, coding = Path(self.translate_path(self.path)), ""
        kind = self.guess_type(str(path))
        for suffix, name in CODINGS.items() if self._compress else ():
            if not coding and name in self.headers.get("Accept-Encoding", "") and Path(f"{path}{suffix}").is_file():
                path, coding = Path(f"{path}{suffix}"), name
        if not path.is_file():
            self.send_error(404)
            return
        body = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if coding:
            self.send_header("Content-Encoding", coding)
        self.end_headers()
        for begin in range(0, len(body), PIECE):
            self._line.send(len(body[begin : begin + PIECE]))
            self.wfile.write(body[begin : begin + PIECE])

    def log_message(self, *_: object) -> None:
        """Nothing."""


def first_query(site: Path, *, compress: bool) -> tuple[float, int]:
    """Seconds from the query to its answer, and the bytes that travelled meanwhile."""
    line = Line()
    handler = partial(Slow, line=line, compress=compress, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, sync_playwright() as driver:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page()
        page.set_default_timeout(120_000)
        page.goto(f"http://127.0.0.1:{server.server_port}/{PAGE}", wait_until="networkidle")
        before, start = line.sent, time.perf_counter()
        answer = page.evaluate(ASKING, (site / QUESTION).read_text("utf-8"))
        seconds = time.perf_counter() - start
        assert '"bindings":[{' in answer, answer[:500]
        browser.close()
        server.shutdown()
    return seconds, line.sent - before


def main() -> None:
    site = Path(sys.argv[1])
    print("| files | first query s | bytes | line alone s |\n| --- | --- | --- | --- |")
    for compress in (True, False):
        results = [first_query(site, compress=compress) for _ in range(RUNS)]
        seconds, size = min(results)
        name = "compressed" if compress else "as they are"
        print(f"| {name} | {seconds:.2f} | {size:,} | {size / BYTES_A_SECOND:.2f} |", flush=True)


if __name__ == "__main__":
    main()
