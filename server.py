"""The WSGI application ``app`` of the project in this folder; run as a script, it serves it on HOST and PORT."""

from pathlib import Path

from kg import project
from kg.web import serving

here = project.load(Path(__file__).resolve().parent)

if __name__ == "__main__":
    serving.main(here)
else:
    app = serving.application(here)
