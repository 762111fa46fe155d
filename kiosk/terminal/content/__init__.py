"""The content that a terminal keeps on its own disk, for every program that shows some of it."""
