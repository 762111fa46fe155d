"""The flows of a window's pad: the clerk's screen (`clerk.py`) and the citizen's (`citizen.py`).

Nothing here draws or sends: screens are in `review_pad/screens`, effects are executed by `kiosk/terminal` and
`review_pad`.
"""
