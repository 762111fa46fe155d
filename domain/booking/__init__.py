"""The words of bookings (预约): what is asked, what happened, what is answered, and the settings. Slots are computed in
`domain/calendar/slots.py`, bookings are kept in `domain/state/` and decided in `domain/decide/bookings/`."""
