"""Content as files: read and check a folder, pack it into a signed set, serve sets, keep them on a terminal.

The classes and rules are in `domain/content/`. The parts that run on a terminal (`sets`, `fetching`) need only the
standard library, pydantic and cryptography; those that an office runs (`source`, `packing`, `importing`) also read
pictures and make pinyin; `serving` is a web server in a process of its own.
"""
