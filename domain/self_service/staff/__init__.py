"""Signing in at a self-service kiosk with a staff card, and what staff can do there."""
