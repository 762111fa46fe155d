"""`xiaochuang content serve`: hands sets out over HTTP, in a process of its own. All of it is public and signed."""
