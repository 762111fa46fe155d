"""Finds out whether another hall service works under this hall's name; until that is known, this one does nothing.

The same question for devices is in `domain/health/voices.py`.
"""
