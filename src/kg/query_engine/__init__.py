"""Questions to the graph: what may run, where it runs, and what comes back.

``guard`` judges a text before anything runs; ``pool`` runs it in a process that may be killed; ``results`` evaluates
and writes answers, here or there; ``parameters`` reads the project's own questions and binds values to them.
"""
