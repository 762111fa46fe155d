"""Each machine's folder of a site made complete: certificates and keys of its own, none of others'.

`command.py` is the command line. What becomes of the folder on the machine is `provisioning/installation`.
"""
