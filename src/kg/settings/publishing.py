"""What data must meet to be published: the settings of ``[publish]``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.settings.declaration import setting


class Requirement(StrEnum):
    """What the validation report must say."""

    CONFORMS = "conforms"
    BASELINE = "baseline"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class PublishingSettings:
    """Judging is apart from publishing: the report is published with the data, whatever it says."""

    require: str = setting(
        Requirement.CONFORMS.value,
        "What is required of data that is served: that it conforms, that it has no violation but those of the "
        "baseline, or nothing.",
        "conforms, baseline or nothing",
        pattern="conforms|baseline|nothing",
    )
    baseline: str = setting("baseline.json", "The file of the baseline.", "the path of a file")
