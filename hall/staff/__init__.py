"""Who works here: `staff.toml` beside hall.toml and the command that writes it, the check of PINs and cards outside the
hall's lock, and who has signed in at a supervisor's device. The rules are in `domain/staff/`.
"""
