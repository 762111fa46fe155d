"""A whole sample hall on one machine: its configuration, its own broker, supervisor and page of windows."""
