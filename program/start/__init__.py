"""What makes the start of every program short, late imports and dataclasses that are made when they are used, what it
says of itself then, its version, the words of its command line, and what Ctrl-C means before it listens itself."""
