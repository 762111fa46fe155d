"""A terminal's store of content: fetches what a new set needs, and switches to the set once it is complete.

For the network it uses the standard library only, as a terminal has no web libraries.
"""
