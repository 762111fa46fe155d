"""The words of progress (办理进度): what a case source says of a case, what is shown of it, what is asked, the
settings, and how wrong guesses slow down. Sources themselves are in `hall/progress/`."""
