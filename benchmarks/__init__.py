"""Speed and memory, always beside a floor measured in the same run. `scripts/bench` runs it."""
