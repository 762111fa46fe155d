"""Who is next, how long one waits, and how a ticket stands. Reads `state` and changes nothing."""
