"""hall.toml: reading it, and the checks that name every mistake with file, key, reason and nearest key."""
