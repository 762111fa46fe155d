"""The hall's time: reads the machine's clocks, and remembers over a restart of the service which time is believed. The
rules are in `domain/calendar/hall_clock.py`.
"""
