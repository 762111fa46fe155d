"""`xiaochuang check-config`: hall.toml and terminal.toml files, each for itself and held against each other."""
