"""A terminal's store of content: takes what a new set needs from the hall, and switches to it when it is whole.

Needs the standard library for the network: a terminal has no web libraries.
"""
