"""What is measured of the hall service as a program: bytes on disk, start, tail, a device that runs wild.

The parts of `scripts/bench` are one folder up; here is what they are made of.
"""
