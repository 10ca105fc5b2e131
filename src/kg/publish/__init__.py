"""What is published of a revision: pure functions of a Revision; nothing here knows HTTP or Flask."""
