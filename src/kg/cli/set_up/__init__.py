"""The commands that write what a project consists of beside its data: a new one, and the profile it uses."""
