"""我要评价 at the kiosk: the service of one's number, or the hall as a whole, with the code on the ticket.

`business.py` is the entrance; its words are in `state.py` and `touches.py`.
"""
