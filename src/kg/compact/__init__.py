"""Arrays instead of objects: quads, rows, strings and solutions in little memory, and builds in a child process."""
