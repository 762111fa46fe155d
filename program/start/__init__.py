"""The start of every program: late imports and late dataclasses make it short; also the version, options of the command
line, and Ctrl-C before a program handles it itself."""
