"""The texts of the messages that the hall sends to phones. When one is due is in `hall/notices.py`, and how it is sent
in `hall/sms/`."""
