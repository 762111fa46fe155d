"""Deciding over what is said to everybody in the hall."""
