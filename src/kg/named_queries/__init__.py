"""The project's queries (queries/*.rq) and those of the pages, with their parameters."""
