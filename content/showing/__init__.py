"""Content as plain text, as a citizen would read it, so that its writers can check it."""
