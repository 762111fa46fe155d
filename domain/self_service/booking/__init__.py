"""预约 at the kiosk: book a slot, look bookings up, move and cancel them.

`business.py` is the entrance; its words are in `touches.py` and `state.py`, what it asks of the hall in `asking.py`,
what it makes of the answers in `answers.py`.
"""
