"""Deciding over notices to everybody in the hall."""
