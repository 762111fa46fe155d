"""All that a hall remembers: queues, windows, tickets, reviews, bookings, and how that state is written into a snapshot
on disk.

Only the folds in `decide` change the state. The order of calls is in `queue`; what others may see is in `show`.
"""
