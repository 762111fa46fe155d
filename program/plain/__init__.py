"""Reads and writes dataclasses as JSON without a library, in the simple cases; everything else is left to pydantic.

pydantic and what it makes for each class take a third of a hall's start and memory. The readers and writers here handle
the types that our classes have. They accept only clear cases and raise `NotPlainError` for all others; then the caller
asks pydantic, which says what is wrong or accepts the value. So everything is read and written as pydantic would do it
(tests/ground/test_plain.py), and pydantic is loaded only when something is not plain.
"""
