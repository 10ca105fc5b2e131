"""Ties from a plain table, one row a tie: cities matched in a gazetteer, all rows or none."""
