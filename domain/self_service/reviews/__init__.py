"""我要评价 at the kiosk: a review of the service of one's number, or of the hall as a whole, with the code on the
ticket.

`business.py` is the entrance; state and touches are in `state.py` and `touches.py`.
"""
