"""How terminals are and what is wrong in the hall: health reports, and the rules for raising and clearing alarms."""
