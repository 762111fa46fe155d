"""办不成事 at the kiosk: what could not be done, a complaint, praise; in one's own words, with a receipt.

`business.py` is the entrance; its words are in `touches.py`, `state.py` and `sentences.py`.
"""
