from __future__ import annotations

from dataclasses import replace

from flask import Flask

from kg.edition import Publication
from kg.web.http import request_edition


def test_a_request_keeps_the_edition_that_it_began_with(app: Flask) -> None:
    publication: Publication = app.extensions["publication"]
    with app.app_context():
        current = request_edition.current()
        assert current is publication.current()
        former = replace(current)
        with request_edition.using(former):
            assert request_edition.current() is former
            with request_edition.using(None):
                assert request_edition.current() is current
            assert request_edition.current() is former
        assert request_edition.current() is current
