"""Makes a signed set, for the hall's server, of a content folder without mistakes."""
