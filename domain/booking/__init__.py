"""The words of bookings (预约): what is asked, what happened, what is answered, and the settings. Slots are reckoned in
`domain/calendar/slots.py`, bookings kept in `domain/state/`, decided in `domain/decide/bookings/`."""
