"""Which ontology, shapes and questions of the package a project uses: the settings of ``[profile]``."""

from __future__ import annotations

from dataclasses import dataclass

from kg.settings.declaration import setting


@dataclass(frozen=True, slots=True)
class ProfileSettings:
    """What the project has of its own in ``ontology/``, ``shapes/`` and ``queries/`` comes beside that."""

    use: str = setting(
        "", "The profile of the package that the project uses. Empty: none.", "a name, such as city-ties"
    )
    version: str = setting(
        "",
        "The version of the package whose profile it is: with another one, kg upgrade shows what that changes. "
        "Empty: the one that is installed.",
        "a version, such as 0.1.0",
        pattern=r"(\d+(\.\d+)*\S*)?",
    )
