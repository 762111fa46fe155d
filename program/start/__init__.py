"""What makes the start of every program short, and what it says of itself then: late imports, its version,
the words of its command line."""
