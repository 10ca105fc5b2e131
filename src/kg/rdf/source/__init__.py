"""Where a statement is written in a file: its lexer, its place, an excerpt, and what is wrong with its syntax."""
