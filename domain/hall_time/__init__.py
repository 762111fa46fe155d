"""Words about the hall's time and its days: what is asked, and what happened. The rules are in
`domain/calendar/hall_clock.py` and `domain/decide/new_day.py`.
"""
