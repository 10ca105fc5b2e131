"""The domain: partnerships, memberships and decisions of cities, and what holds on a day."""
