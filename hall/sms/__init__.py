"""SMS of the hall: the states of messages, the outbox, the sender thread, and the port of its back ends (`operators`).

Which message is due is decided in `hall/notices.py`.
"""
