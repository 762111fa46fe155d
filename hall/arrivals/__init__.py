"""Messages from devices that are not processed yet: a token bucket per asker, fair turns, and floods.

Only the topics of a message are read here. Its content is read in `hall/requests.py`.
"""
