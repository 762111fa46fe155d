"""What readers get from a hall, one file per kind of reader: everyone, a terminal, one window, one ticket, queries."""
