"""The broker's files, made from hall.toml: which devices may log in with which password, and which topics each may
publish and read.

`rights.py` is the access list, `passwords.py` the password file, `command.py` the command line. The broker's own
settings are `systemd/mosquitto.conf`, its certificates `provisioning/certificates`.
"""
