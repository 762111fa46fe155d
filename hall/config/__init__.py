"""Reading hall.toml, and the checks that name every mistake with file, key, reason and nearest known key."""
