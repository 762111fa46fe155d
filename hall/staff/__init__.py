"""Who works here: `staff.toml` beside hall.toml and the command that writes it, PINs and cards checked off the hall's
lock, who has signed in at a desk. The rules are in `domain/staff/`.
"""
