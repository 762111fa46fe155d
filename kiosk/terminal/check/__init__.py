"""The daily check of a terminal (`xiaochuang devices`): what is attached, how it is, and what to do about it."""
