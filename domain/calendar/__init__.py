"""Hall days and service hours: pure reckoning with dates and times. What happens on a day is decided in `decide`."""
