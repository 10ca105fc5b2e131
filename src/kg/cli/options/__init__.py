"""Options that several commands share: which files are read and how, which are judged, and the language of messages."""
