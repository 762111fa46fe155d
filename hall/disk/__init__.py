"""What the hall has on disk: its store, how events are written, versions of the data, and waking up from them.

What is decided is in `domain/decide`; who writes is `hall/writer.py`.
"""
