"""The self-service kiosk as a program: the number machine's parts and window, its content on disk, its slips.

Its flow is in `domain/self_service`, its screens are in `kiosk/screens/self_service` and, for 取号, in
`kiosk/screens/number_machine`.
"""
