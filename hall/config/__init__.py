"""Reading and checking `hall.toml`. What a hall is made of is in `domain/config.py`, renamed keys in `kiosk`."""
