"""The queue-number machine as a program: its window, its parts, its paper, its own numbers and its copies.

What it decides is in `domain/number_machine`, what it shows in `kiosk/screens/number_machine`.
"""
