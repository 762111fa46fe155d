"""Ports of hardware (closed statuses) and their real drivers: cards, printer, scanner, GPIO.

Fakes and stand-ins are in `bench`. No driver decides what a status means to a person: that is the flow's.
"""
