"""The screens of the pad, for the clerk and for the citizen. They show a state and report touches, nothing more."""
