"""What both machines say on the help sheet (找人帮忙)."""
