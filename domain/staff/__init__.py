"""The people who work in a hall: their roles and rights, the ways to prove who they are, the waits after wrong tries.
Nothing here knows files, hash functions or windows.
"""
