"""The self-service kiosk as a program: the number machine's parts and window, its content on disk, its slips.

What it decides is in `domain/self_service`, what it shows in `kiosk/screens/self_service` and, for 取号, in
`kiosk/screens/number_machine`.
"""
