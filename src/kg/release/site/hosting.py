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
    yield "server {"
    yield from (
        "  listen 80;",
        "  root /srv/site;",
        "  index index.html;",
        "  absolute_redirect off;",
        "  gzip_static on;",
    )
    yield "  types {"
    yield from (f"    {kind.partition(';')[0]} {extension};" for extension, kind in (_USUAL | media_types()).items())
    yield "  }"
    texts = {kind.partition(";")[0] for kind in (_USUAL | media_types()).values() if kind.startswith("text/")}
    yield "  charset utf-8;"
    yield f"  charset_types {' '.join(sorted(texts - {'text/html'}))};"
    yield from (f'  add_header {name} "{value}" always;' for name, value in ALWAYS)
    yield f"  location = /{WORKER} {{"
    fields = {**dict(ALWAYS), "Content-Security-Policy": worker_policy()}
    yield from (f'    add_header {name} "{value}" always;' for name, value in fields.items())
    yield "  }"
    for begin, folder in _THINGS.items():
        # By name: the expressions of the map above have captures of their own.
        yield f"  location ~ ^/{begin}/(?<thing>.+)$ {{"
        yield "    add_header Vary Accept always;"
        yield f"    return 303 /{folder}/$thing.$kg_suffix;"
        yield "  }"
    yield "  location / { try_files $uri $uri.html $uri/index.html =404; }"
    yield "}"


def _caddy() -> Iterator[str]:
    yield "# Set the address and root, the path of this folder."
    yield ":80 {"
    yield from ("  root * /srv/site", "  header {")
    yield from (f'    {name} "{value}"' for name, value in ALWAYS)
    yield "  }"
    yield f'  header /{WORKER} Content-Security-Policy "{worker_policy()}"'
    for extension, media_type in media_types().items():
        yield f'  header *.{extension} Content-Type "{media_type}"'
    for begin, folder in _THINGS.items():
        yield f"  handle_path /{begin}/* {{"
        for form in GRAPH_FORMATS:
            yield f"    @{form.extension} header Accept *{form.media_type}*"
            yield f"    redir @{form.extension} /{folder}{{path}}.{form.extension} 303"
        yield f"    redir /{folder}{{path}}.html 303"
        yield "  }"
    yield "  try_files {path} {path}.html {path}/index.html"
    yield "  file_server {"
    yield "    precompressed zstd br gzip"
    yield "  }"
    yield "}"
