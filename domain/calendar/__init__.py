"""Hall days and service hours: pure calculation with dates and times. What happens on a day is decided in `decide`."""
