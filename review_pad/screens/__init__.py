"""Screens of the pad: one screen = one x.py + one x.kv. They show the flow's state and report touches."""
