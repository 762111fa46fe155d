"""What every program of the house uses, hall and terminals alike: files, secrets, durable writes, systemd, logs.

No rule of a hall, nothing of MQTT, nothing with a window. Nothing here knows which program uses it.
"""
