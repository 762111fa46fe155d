"""What happens once at a terminal's start: the key to its display, loading libraries, and starting its program
completely or not at all."""
