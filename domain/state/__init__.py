"""All that a hall remembers: queues, windows, tickets, reviews, bookings, and how it is written into a snapshot.

Only the folds in `decide` write it. Who is next is in `queue`; what others may see of it is in `show`.
"""
