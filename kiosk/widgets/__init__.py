"""The theme and the components of all terminals' screens. No screen, no rule and no message is known here."""
