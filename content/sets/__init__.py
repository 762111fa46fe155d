"""Content sets: files by their SHA-256 and one signed manifest. The same folder layout on the hall's server and on a
terminal: what is packed, what is served, what is fetched, what is read.
"""
