"""Practice (练习模式): the kiosk's own flow with a stand-in for the hall, so that nothing leaves the machine."""
