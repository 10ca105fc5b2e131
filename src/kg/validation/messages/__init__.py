"""What results say to readers: constraints and values in words, in the reader's language and by the files' names."""
