"""Queries in processes that can be killed: the scheduler, the workers, and the index that they read."""
