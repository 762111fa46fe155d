"""What stands beside the store so that nobody is lost with it: copies, what happened since, and the numbers reserved.

What the store itself holds is in `hall/disk`; rules about numbers are in `domain/decide`.
"""
