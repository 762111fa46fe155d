"""Certificates of a hall: its own authority, the broker's certificate, and one for each device. They are made, renewed
and listed here.

`authority.py` says what stands in a certificate, `folder.py` which file is where, `command.py` is the command line.
What the broker needs besides (passwords, access list) is `provisioning/broker_files`.
"""
