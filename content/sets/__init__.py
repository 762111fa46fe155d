"""Content sets: files named by their SHA-256, and one signed manifest. Packing, serving, fetching and reading use the
same folder layout, on the hall's server and on a terminal.
"""
