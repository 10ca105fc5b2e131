"""Pictures of a revision, where people would rather look than read: pure functions from a view to SVG and a table.

Each picture is whole without a script, tells its facts in a table too, and shows at most a hundred things, however
large the graph is. What it says is in the revision; nothing is fetched, and no font or tile comes from elsewhere.
"""
