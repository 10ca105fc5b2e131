"""Serves a project as if it were another day: ``python serve_on_day.py YYYY-MM-DD PROJECT PORT``.

It runs the ``kg`` that belongs to the Python that runs it, so that one script serves any checkout. Only ``date.today``
is replaced; times, such as those in logs, stay those of the clock.
"""

from __future__ import annotations

import copyreg
import datetime
import sys
from importlib.metadata import entry_points
from typing import Any

_REAL = datetime.date


class _AnyDate(type):
    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, _REAL)

    def __subclasscheck__(cls, kind: type) -> bool:
        return issubclass(kind, _REAL)


def _real(text: str) -> Any:
    return _REAL.fromisoformat(text)


def main() -> None:
    day, project, port = sys.argv[1:]

    class Day(_REAL, metaclass=_AnyDate):
        """Makes real dates, so that no other module ever sees an instance of this class."""

        def __new__(cls, *arguments: Any) -> Any:
            return _REAL(*arguments)

        @classmethod
        def today(cls) -> Any:
            return _REAL.fromisoformat(day)

    datetime.date = Day  # type: ignore[misc]
    # A process that gets a real date from another one does not know it by the name of its class.
    copyreg.pickle(_REAL, lambda day: (_real, (day.isoformat(),)))
    (command,) = entry_points(group="console_scripts", name="kg")
    sys.argv = ["kg", "--project", project, "serve", "--port", port]
    command.load()()


if __name__ == "__main__":
    main()
