"""What has come from the devices and is not worked yet: a bucket for each asker, fair turns, and floods.

Nothing in a message is read here but its topics. What a request says is `hall/requests.py`'s.
"""
