"""The words of progress (办理进度): a case as its source describes it, the part of it that is shown, queries, settings,
and the waits after wrong guesses. Sources themselves are in `hall/progress/`."""
