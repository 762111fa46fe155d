"""What every terminal program is made of: settings, link to the hall, runner of a flow, timers, health.

No window and no widget: those are in `kiosk/widgets`. What only one machine does is in that machine's folder.
"""
