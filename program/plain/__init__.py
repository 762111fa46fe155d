"""Dataclasses from JSON and to JSON without a library, for what is plain; everything else is left to pydantic.

pydantic and what it makes for each class take a third of a hall's start and of its memory. Here are readers and writers
for the shapes that the house's classes have, which take exactly what needs no second thought and raise `NotPlainError`
for all else. Who calls them asks pydantic then, which says what is wrong, or takes it all the same. So nothing is read
or written otherwise than pydantic would (tests/ground/test_plain.py), and it is loaded when something is not plain.
"""
