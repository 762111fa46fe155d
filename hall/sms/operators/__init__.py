"""Gateways of mobile operators behind the port of `hall/sms`: SMPP, CMPP, HTTP, a modem, a file."""
