"""Back ends by operator: SMPP and CMPP over a connection of their own, HTTP operators, a modem, a file. One is used."""
