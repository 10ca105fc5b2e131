"""What changed from release to release, as feeds that others follow: LDES, Atom and Activity Streams."""
