"""What a hall remembers of calls for help (找人帮忙)."""
