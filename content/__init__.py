"""Content as files: read and check a folder, pack it into a signed set, serve sets, keep them on a terminal.

The classes and rules are those of `domain/content/`. What runs on a terminal (`sets`, `fetching`) needs the standard
library, pydantic and cryptography alone; what an office runs (`source`, `packing`, `importing`) reads pictures and
makes pinyin as well; `serving` is a web server in a process of its own.
"""
