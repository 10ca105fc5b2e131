"""Maps: projections, outlines, great circles."""
