"""Timeline, networks and bar charts."""
