"""What the hall's broker needs to know of hall.toml: who may log in with which password, and who may say and hear what.

`rights.py` is the access list, `passwords.py` the password file, `command.py` the command line. The broker's own
settings are `systemd/mosquitto.conf`, its certificates `provisioning/certificates`.
"""
