"""Where the files of a project are, if not in ``ontology/``, ``data/`` and ``shapes/``: the settings of ``[files]``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from kg.settings.declaration import setting

_patterns = partial(setting, must_be="a list of files, folders and glob patterns, such as catalog/**/*.ttl", minItems=1)


@dataclass(frozen=True, slots=True)
class FileSettings:
    """Glob patterns from the project's folder; without any, the files of a kind are those in the folder of its name."""

    ontology: tuple[str, ...] = _patterns((), "The files of the ontology, in place of those in ontology/.")
    data: tuple[str, ...] = _patterns((), "The files of the data, in place of those in data/.")
    shapes: tuple[str, ...] = _patterns((), "The files of the shapes, in place of those in shapes/.")

    def of(self, folder: str) -> tuple[str, ...]:
        """The patterns that stand for a folder, if any do.

        >>> FileSettings(data=("catalog/**/*.ttl",)).of("data")
        ('catalog/**/*.ttl',)
        """
        return {"ontology": self.ontology, "data": self.data, "shapes": self.shapes}.get(folder, ())
