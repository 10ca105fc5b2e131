"""What assistants ask of a project by the `Model Context Protocol <https://modelcontextprotocol.io/>`_."""
