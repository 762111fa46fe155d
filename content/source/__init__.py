"""A content folder as people write it: reads all of its files, and says everything that is wrong with them at once."""
