"""What is read of a hall, by reader: everyone, a terminal, one window, one ticket, who asks a query."""
