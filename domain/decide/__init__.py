"""Commands become events or refusals, and events change the state. One file per subject; `hall.py` is the entrance.

Every decider is a pure function `(state, command, context) -> Decision`. What others see of the result is in `show`.
"""
