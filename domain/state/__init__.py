"""A room; see docs/START_HERE.md."""
