"""Mistakes in configuration files, told to people: the line, the entry and the reason, in Chinese or English."""
