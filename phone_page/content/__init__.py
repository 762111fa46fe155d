"""Guides, the plan of the hall and its hours on a phone: the same content as on the hall's machines, without account or
cookie."""
