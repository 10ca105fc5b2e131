"""The project's documentation as pages: ``docs/NAME.md`` is ``/docs/NAME``, with links that lead on within the site."""
