"""The program that calibrates a touch screen: four crosses to touch, which give a line for terminal.toml."""
