"""What is read of a hall, by reader: public snapshots, one window, one ticket, and the questions that may be asked."""
