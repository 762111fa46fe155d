"""The words of reviews (好差评): what the holder of a ticket hands in by phone or at a kiosk, and what happened.

What the window's own pad hands in is in `domain/commands.py`; what is decided over them all in `domain/decide/`.
"""
