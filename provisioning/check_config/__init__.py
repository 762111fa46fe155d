"""`xiaochuang check-config`: checks hall.toml and terminal.toml files, each by itself and against each other."""
