"""How a case stands (办理进度): the port of a case source, its back ends, and the desk that asks them off the thread on
which the hall decides. The words are in `domain/progress/`; what is personal in a case never leaves this folder."""
