"""The site as files: every page under a name of its own, with links that work under any path and from a folder."""
