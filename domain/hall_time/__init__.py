"""Words about the hall's time and its days: what is asked, what happened. The rules are in `hall_clock.py` of
`domain/calendar` and `new_day.py` of `domain/decide`.
"""
