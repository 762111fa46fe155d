"""Completes each machine's folder of a site: its own certificates and keys, and none of other machines.

`command.py` is the command line. `provisioning/installation` installs the folder on the machine.
"""
