"""我要评价 at the kiosk: a review of the service of one's number, or of the hall as a whole, with the QR code on
the ticket, or the number and the review code that are printed there.

`business.py` is the entrance; state and touches are in `state.py` and `touches.py`.
"""
