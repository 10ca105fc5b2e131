"""The WSGI application ``app`` of the project in this folder; run as a script, it serves it on HOST and PORT."""

from pathlib import Path

from kg import project
from kg.web.server import http_server

here = project.load(Path(__file__).resolve().parent)

if __name__ == "__main__":
    http_server.main(here)
else:
    app = http_server.application(here)
