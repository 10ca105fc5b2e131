"""The settings file ``kg.toml``: one frozen dataclass a section, one function that reads it, and its JSON schema."""
