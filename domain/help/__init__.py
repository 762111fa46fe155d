"""Calls for help (找人帮忙): the commands, events, views and settings. Open calls are kept in
`domain/state/help/calls.py` and decided in `domain/decide/help_calls/`; the machine's part is in
`domain/number_machine/helping.py`, the pad's in `domain/pad/help_calls.py`."""
