"""The screens of machines that citizens use, a folder for each machine."""
