"""What makes the start of every program short, late imports and dataclasses that are made when they are used, and what
it says of itself then: its version, the words of its command line."""
