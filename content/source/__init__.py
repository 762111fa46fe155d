"""A content folder as people write it: reads all of its files, and reports all mistakes at once."""
