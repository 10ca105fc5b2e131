"""One document of a resource: its statements, the model of its page, its schema.org description."""
