"""Deciding over bookings (预约): which slot is had and moved, by whom and how often, and whose a phone is."""
