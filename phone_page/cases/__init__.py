"""办不成事, complaints and praise by phone: one page, one form, one receipt. The hall's rules for them are in
`domain/decide/case_opening.py`."""
