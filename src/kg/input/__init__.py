"""Input files: which files the arguments name, and their bytes, from folders, archives, standard input and URLs.

Every limit here is against files that are made to exhaust memory; over one of them is a DatasetError.
"""
