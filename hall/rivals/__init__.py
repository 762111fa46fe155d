"""Whether another hall service works under this hall's name, and that this one does nothing while that is not known.

What a device does twice is in `domain/health/voices.py`.
"""
