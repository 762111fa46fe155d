"""Commands and events about the hall's time and its days. The rules are in `domain/calendar/hall_clock.py` and
`domain/decide/new_day.py`.
"""
