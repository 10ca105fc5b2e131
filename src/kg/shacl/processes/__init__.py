"""Judging in several processes: the pieces of an evaluation, who evaluates which, and what they send each other."""
