"""The releases of a project: each a revision as it was published once, kept as the difference from the one before.

``release_history.of(project)`` is where to begin: it lists the releases, and has the statements and the changes of
each. ``recording`` adds one, or withdraws one.
"""
