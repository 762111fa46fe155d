"""The flow of the queue-number machine: `(state, input, now) -> (state, effects)`; `step.py` is the entrance.

Nothing here draws, prints or sends: screens are in `kiosk/screens`, effects are executed in `kiosk/number_machine`.
"""
