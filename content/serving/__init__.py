"""`xiaochuang content serve`: serves sets over HTTP, in a process of its own. All of it is public and signed."""
