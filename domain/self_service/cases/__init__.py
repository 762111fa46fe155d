"""办不成事 at the kiosk: something that could not be done, a complaint, or praise, in the person's own words, with a
receipt.

`business.py` is the entrance; touches, state and ready sentences are in `touches.py`, `state.py` and `sentences.py`.
"""
