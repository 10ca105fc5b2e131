"""The index of a dataset in a file of the cache, so that a change is judged without parsing what has not changed."""
