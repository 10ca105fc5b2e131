"""The settings of a project (kg.toml), one frozen dataclass a section."""
