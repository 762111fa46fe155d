"""What happens once, at a terminal's start: the key to its display, its libraries, its program whole or not at all."""
