"""Makes the pictures that the repository holds: the sample clerks, and the whole hall for the README. Run by hand."""
