"""The house's Chinese typeface, which sign is in it, and where lines may break."""
