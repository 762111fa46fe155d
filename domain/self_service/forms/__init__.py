"""填表: a form of the hall, filled in on the screen. What people write is theirs: it exists only in this session, and
is neither sent to the hall nor written to disk."""
