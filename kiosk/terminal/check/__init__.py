"""The daily check of a terminal (`xiaochuang devices`): what is attached, its status, and what to do."""
