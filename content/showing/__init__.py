"""Content as plain text: what a citizen would read, for whoever writes it to look over."""
