"""The Chinese typeface of screens and paper: its files, the characters in them, and where lines may break."""
