"""Deciding over bookings (预约): which slot a person gets or moves to, how many slots one person may have, and whose
phone it is."""
