"""预约 at the kiosk: book a slot, look bookings up, move and cancel them.

`business.py` is the entrance. Touches are in `touches.py`, the state in `state.py`, requests to the hall in
`asking.py`, and their answers in `answers.py`.
"""
