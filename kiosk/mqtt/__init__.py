"""The wire, for every program of the house: topics, messages, link, client, outbox, presence.

Knows envelopes, not rules: what a request does is decided in `domain/decide`.
"""
