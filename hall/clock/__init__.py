"""The hall's time: reads the machine's clocks, and keeps what is believed of them over a restart of the service. The
rules are in `domain/calendar/hall_clock.py`.
"""
