"""办不成事, complaints and praise by phone: one page, one form, one receipt. What the hall decides over them is in
`domain/decide/case_opening.py`."""
