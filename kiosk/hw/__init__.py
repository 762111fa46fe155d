"""Ports of hardware (closed statuses) and their real drivers: cards, printer, scanner, GPIO.

Fakes and stand-ins are in `bench`. Drivers do not decide what a status means to a person: the flow does.
"""
