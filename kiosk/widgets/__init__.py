"""Theme and components of every terminal's screens. No screen, no rule, nothing of the wire."""
