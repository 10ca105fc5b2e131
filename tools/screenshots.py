"""Renews the pictures in docs/screenshots, of a site that runs.

Usage: python tools/screenshots.py [http://127.0.0.1:5000]. Needs Playwright and Chromium, as the tests in tests/browser
do. Each picture has 256 colours, which the browser itself chooses, so that all of them together stay small.
"""

from __future__ import annotations

import base64
import os
import shutil
import struct
import sys
import zlib
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
WIDE: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
TALL: dict[str, Any] = {"viewport": {"width": 1280, "height": 1180}}
NARROW: dict[str, Any] = {"viewport": {"width": 390, "height": 844}}
DARK: dict[str, Any] = {"color_scheme": "dark"}

EXAMPLE = "/sparql?run=1&query=" + (
    "PREFIX%20ct%3A%20%3Chttps%3A%2F%2Fw3id.org%2Fcity-ties%2Fns%23%3E%0A"
    "PREFIX%20skos%3A%20%3Chttp%3A%2F%2Fwww.w3.org%2F2004%2F02%2Fskos%2Fcore%23%3E%0A%0A"
    "SELECT%20%3Fcity%20%3Fname%20WHERE%20%7B%0A%20%20%3Fpartnership%20ct%3Aparty%20%3Fcity%20.%0A"
    "%20%20%3Fcity%20skos%3AprefLabel%20%3Fname%0A%20%20FILTER(LANG(%3Fname)%20%3D%20%22en%22)%0A%7D%0A"
    "GROUP%20BY%20%3Fcity%20%3Fname%0AORDER%20BY%20%3Fname"
)
SHOTS: dict[str, tuple[str, dict[str, Any]]] = {
    "start": ("/", TALL),
    "start-dark-narrow": ("/", NARROW | DARK),
    "start-dutch": ("/", TALL | {"locale": "nl-BE"}),
    "partnerships-on-a-day": ("/partnerships?on=2015-06-01", WIDE),
    "partnerships-narrow": ("/partnerships?on=2015-06-01", NARROW),
    "partnership": ("/doc/partnership/be-gent--fr-saint-raphael.html", WIDE),
    "disagreement": ("/doc/partnership/be-gent--de-wiesbaden.html#activity-faz", WIDE),
    "city": ("/doc/city/jp-kanazawa.html", WIDE),
    "cities": ("/cities", WIDE),
    "decision": ("/doc/decision/gent-reorientation.html", WIDE),
    "sources": ("/sources", WIDE),
    "source": ("/doc/source/gent-reorientation.html", WIDE),
    "question": ("/queries/partners-on-a-day", WIDE),
    "editor": (EXAMPLE, WIDE),
    "map": ("/pictures/map.html", WIDE),
    "timeline": ("/pictures/timeline.html", WIDE),
    "networks": ("/pictures/networks.html", WIDE),
    "search": ("/search?q=danzig", WIDE),
    "data": ("/data", WIDE),
    "quality": ("/quality", WIDE),
    "rule": ("/doc/shape/Partnership-party.html", WIDE),
    "ontology": ("/ns", WIDE),
    "not-found": ("/kanazawa", WIDE),
}

# Counts colours in 5 bits a channel, keeps the 256 most frequent, and gives for each pixel the nearest of them.
PALETTE = """async (source) => {
  const image = new Image();
  image.src = source;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const pixels = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const buckets = new Map();
  for (const [colour, count] of counts) {
    const bucket = colour & 0xf8f8f8;
    if (!buckets.has(bucket) || buckets.get(bucket).most < count)
      buckets.set(bucket, { colour, most: count, sum: (buckets.get(bucket)?.sum ?? 0) + count });
    else buckets.get(bucket).sum += count;
  }
  const kept = [...buckets.values()].sort((a, b) => b.sum - a.sum).slice(0, 256).map(({ colour }) => colour);
  const parts = (colour) => [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255];
  const palette = kept.map(parts);
  const nearest = new Map();
  for (const colour of counts.keys()) {
    const [r, g, b] = parts(colour);
    let best = 0, distance = Infinity;
    palette.forEach(([x, y, z], index) => {
      const here = 2 * (r - x) ** 2 + 4 * (g - y) ** 2 + 3 * (b - z) ** 2;
      if (here < distance) [best, distance] = [index, here];
    });
    nearest.set(colour, best);
  }
  const indexes = Uint8Array.from(pixels, (pixel) => nearest.get(pixel));
  let text = "";
  for (let start = 0; start < indexes.length; start += 8192)
    text += String.fromCharCode(...indexes.subarray(start, start + 8192));
  return { width: image.width, height: image.height, palette: palette.flat(), indexes: btoa(text) };
}"""


def main() -> None:
    site = (sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:5000").rstrip("/")
    path = os.environ.get("CITY_TIES_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        blank = browser.new_page()
        for name, (address, reader) in SHOTS.items():
            picture = with_palette(blank, shot(browser, f"{site}{address}", reader))
            (FOLDER / f"{name}.png").write_bytes(picture)
            print(f"{len(picture) / 1_000:6.0f} kB  {name}")
        browser.close()


def shot(browser: Browser, address: str, reader: dict[str, Any]) -> bytes:
    """What a reader sees first at an address, as a PNG."""
    context = browser.new_context(**{"locale": "en-GB", "reduced_motion": "reduce", **reader})
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    page.reload(wait_until="networkidle")  # now the fonts are in the cache, as for a reader of a second page
    picture = page.screenshot()
    context.close()
    return picture


def with_palette(page: Page, picture: bytes) -> bytes:
    """The picture in 256 colours."""
    reduced = page.evaluate(PALETTE, "data:image/png;base64," + base64.b64encode(picture).decode())
    width, height, indexes = reduced["width"], reduced["height"], base64.b64decode(reduced["indexes"])
    lines = b"".join(b"\0" + indexes[start : start + width] for start in range(0, width * height, width))
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = (
        (b"IHDR", header),
        (b"PLTE", bytes(reduced["palette"])),
        (b"IDAT", zlib.compress(lines, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, parts))


def _chunk(part: tuple[bytes, bytes]) -> bytes:
    """`PNG §5.3 <https://www.w3.org/TR/png/#5Chunk-layout>`_."""
    kind, content = part
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


if __name__ == "__main__":
    main()
