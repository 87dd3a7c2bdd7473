"""Models: anything that can draw samples of a reply."""
