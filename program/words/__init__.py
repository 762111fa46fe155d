"""Words that terminals, paper and the phones' page share, beside `speech.py`: days and hours of bookings. Nothing here
knows a screen."""
