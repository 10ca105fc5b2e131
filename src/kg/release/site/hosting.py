"""Settings for servers of files, so that they send what the service would: media types, policies, redirections.

`_headers` and `_redirects` are read by Netlify and Cloudflare Pages where they lie; those for nginx and Caddy are
included in the configuration of a site.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.rdf.formats import GRAPH_FORMATS, RDF_FORMATS, RESULTS_FORMATS
from kg.release.output_folder import OutputFolder
from kg.web.html.assets import YEAR
from kg.web.http.responses import ALWAYS, policy, with_charset
from kg.web.pages import releases

WORKER = "static/query-worker.js"
"""The one script that may compile WebAssembly; no page may."""
_THINGS = {"id": "doc", "shape": "doc/shape", "graph": "doc/graph"}
"""The folders of things, and those of their documents."""
_USUAL = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "json": "application/json",
    "png": "image/png",
    "svg": "image/svg+xml",
    "txt": "text/plain",
    "xml": "application/xml",
}
_MEDIA_TYPES = {
    "geojson": "application/geo+json",
    "rdfp": releases.PATCH,
    "rq": "application/sparql-query",
    "wasm": "application/wasm",
    "woff2": "font/woff2",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def write(folder: OutputFolder) -> None:
    """Write the settings for each kind of server."""
    for name, lines in {
        "_headers": _headers(),
        "_redirects": _redirects(),
        "hosting/nginx.conf": _nginx(),
        "hosting/Caddyfile": _caddy(),
    }.items():
        folder.write(name, [("\n".join(lines) + "\n").encode()])


def worker_policy() -> str:
    """The policy of the script with the engine."""
    return f"{policy()}; script-src 'self' 'wasm-unsafe-eval'"


def media_types() -> dict[str, str]:
    """The Content-Type of each suffix that servers do not know."""
    known = {form.extension: with_charset(form.media_type) for form in (*RDF_FORMATS, *RESULTS_FORMATS)}
    return dict(sorted({**known, **_MEDIA_TYPES}.items()))


def _headers() -> Iterator[str]:
    yield "/*"
    yield from (f"  {name}: {value}" for name, value in ALWAYS)
    yield f"/{WORKER}"
    # A field of the same name is added to the one above, and of two policies both hold: so that one is taken back.
    yield "  ! Content-Security-Policy"
    yield f"  Content-Security-Policy: {worker_policy()}"
    yield "/static/fonts/*"
    yield f"  Cache-Control: {YEAR}"
    for extension, media_type in media_types().items():
        yield f"/*.{extension}"
        yield f"  Content-Type: {media_type}"


def _redirects() -> Iterator[str]:
    """Of things to their pages, and of addresses without a suffix; a server of files does not negotiate."""
    yield from (f"/{begin}/* /{folder}/:splat.html 303" for begin, folder in _THINGS.items())


def _nginx() -> Iterator[str]:
    yield "# Include this file in the http block; set root to this folder, and listen."
    yield "map $http_accept $kg_suffix {"
    yield "  default html;"
    yield "  ~*text/html html;"
    yield from (f'  "~*{re.escape(form.media_type)}" {form.extension};' for form in GRAPH_FORMATS)
    yield "}"
    # As it was requested: the captures of a location are decoded, and may hold what no header may.
    yield 'map $request_uri $kg_thing { "~^/[a-z]+/(?<kg_rest>[^?]+)" $kg_rest; }'
    yield "server {"
    yield from (
        "  listen 80;",
        "  root /srv/site;",
        "  index index.html;",
        "  absolute_redirect off;",
        "  gzip_static on;",
        "  gzip_vary on;",
    )
    yield "  types {"
    yield from (f"    {kind.partition(';')[0]} {extension};" for extension, kind in (_USUAL | media_types()).items())
    yield "  }"
    texts = {kind.partition(";")[0] for kind in (_USUAL | media_types()).values() if kind.startswith("text/")}
    yield "  charset utf-8;"
    yield f"  charset_types {' '.join(sorted(texts - {'text/html'}))};"
    yield from (f'  add_header {name} "{value}" always;' for name, value in ALWAYS)
    # A location with fields of its own inherits none.
    for place, field in {
        f"= /{WORKER}": {"Content-Security-Policy": worker_policy()},
        "/static/fonts/": {"Cache-Control": YEAR},
    }.items():
        yield f"  location {place} {{"
        yield from (f'    add_header {name} "{value}" always;' for name, value in (dict(ALWAYS) | field).items())
        yield "  }"
    for begin, folder in _THINGS.items():
        yield f"  location /{begin}/ {{"
        yield "    add_header Vary Accept always;"
        yield f"    return 303 /{folder}/$kg_thing.$kg_suffix;"
        yield "  }"
    yield "  location / { try_files $uri $uri.html $uri/index.html =404; }"
    yield "}"


def _caddy() -> Iterator[str]:
    """Matchers have names: Caddy takes a word that begins with a slash for a path, and no other for a matcher."""
    yield "# Set the address and root, the path of this folder."
    yield ":80 {"
    yield from ("  root * /srv/site", f"  @worker path /{WORKER}", f"  @others not path /{WORKER}")
    yield f'  header @worker Content-Security-Policy "{worker_policy()}"'
    for name, value in ALWAYS:
        yield f'  header {"@others" if name == "Content-Security-Policy" else "*"} {name} "{value}"'
    yield "  @fonts path /static/fonts/*"
    yield f'  header @fonts Cache-Control "{YEAR}"'
    for extension, media_type in media_types().items():
        yield f"  @{extension} path *.{extension}"
        yield f'  header @{extension} Content-Type "{media_type}"'
    yield "  map {header.Accept} {suffix} {"
    yield "    ~text/html html"
    yield from (f"    ~{re.escape(form.media_type)} {form.extension}" for form in GRAPH_FORMATS)
    yield "    default html"
    yield "  }"
    for begin, folder in _THINGS.items():
        # {path} is decoded, and {uri} is encoded again.
        yield f"  handle_path /{begin}/* {{"
        yield "    route {"
        yield "      header Vary Accept"
        yield f"      rewrite * /{folder}{{path}}.{{suffix}}?"
        yield "      redir * {uri} 303"
        yield "    }"
        yield "  }"
    yield "  try_files {path} {path}.html {path}/index.html"
    yield "  file_server {"
    yield "    precompressed zstd br gzip"
    yield "  }"
    yield "}"
