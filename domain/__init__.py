"""The rules of a hall: standard library only, no I/O, no threads, no wall clock.

Instants are whole milliseconds since 1970-01-01T00:00:00Z (`int`, named `…_at` or `now`); durations say their unit.
"""
