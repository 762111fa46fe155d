"""填表: a form of the hall, filled in on the screen. What people write is theirs: it lives in this session alone, and
neither the hall nor this kiosk's disk is told of it."""
