"""The lists of the domain as tables, and the words that pictures and tables have for how a tie stands."""
