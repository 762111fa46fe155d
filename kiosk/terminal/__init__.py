"""The parts of every terminal program: settings, link to the hall, runner of a flow, timers, health.

No window and no widget: those are in `kiosk/widgets`. Code for a single kind of machine is in that machine's folder.
"""
