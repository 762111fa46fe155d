"""The words of calls for help (找人帮忙): what is asked, what happened, what everyone sees of it, and the settings.
Open calls are kept in `domain/state/help/calls.py` and decided in `domain/decide/help_calls/`; what a machine does with
one is in `domain/number_machine/helping.py`, what a pad does in `domain/pad/help_calls.py`."""
