"""What is kept beside the store so that no ticket is lost with it: copies, the log since the newest copy, and the
reserve.

The store itself is in `hall/disk`; the rules about numbers are in `domain/decide`.
"""
