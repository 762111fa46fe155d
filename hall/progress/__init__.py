"""The progress of cases (办理进度): the port of a case source, its back ends, and the part that asks them on threads of
its own. Settings and answers are in `domain/progress/`. Personal data of a case never leaves this folder."""
