"""What is read of a hall, by reader."""
