"""The day that a build holds for: that of SOURCE_DATE_EPOCH, else the day of the data; never that of the clock.

So two builds of the same files are the same bytes (`reproducible builds
<https://reproducible-builds.org/specs/source-date-epoch/>`_), whenever they are made.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from kg import revision as revisions
from kg.errors import UsageError
from kg.project import Project
from kg.resources import catalog
from kg.revision import Revision

EPOCH = "SOURCE_DATE_EPOCH"


def revision_of(project: Project, environment: Mapping[str, str], today: date) -> tuple[Revision, bool]:
    """The revision to build, and whether its day is one that a later build has too.

    Where neither the environment nor the catalogue of the data says a day, it is ``today``. Raises what
    ``revision.current`` raises, and UsageError for a SOURCE_DATE_EPOCH that is none.
    """
    stated = day_of_epoch(environment.get(EPOCH, ""))
    revision = revisions.current(project, stated or today)
    if stated:
        return revision, True
    modified = catalog.stated_day(revision)
    if modified is None:
        return revision, not project.rules()
    if modified == revision.day:
        return revision, True
    return revisions.build(project, revision.dataset, revision.report, modified), True


def day_of_epoch(text: str) -> date | None:
    """The day in UTC of so many seconds since 1970; None for an empty text.

    >>> day_of_epoch("1764374400")
    datetime.date(2025, 11, 29)
    """
    if not text.strip():
        return None
    try:
        return datetime.fromtimestamp(int(text), UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(
            f"{EPOCH}={text} is not a number of seconds since 1970.", hint=f"For example {EPOCH}=$(date +%s)."
        ) from error
