"""Who is next, how long a person waits, and the status of a ticket. Reads `state` and changes nothing."""
