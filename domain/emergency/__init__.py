"""The emergency notice: one sentence of the supervisor that takes every screen of the hall (S4 8.4)."""
