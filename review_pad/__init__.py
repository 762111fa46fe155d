"""The pad at a window: a screen for the citizen and one for the clerk, two processes on two displays."""
