"""The program that puts a touch screen right: four crosses to touch, and the line for terminal.toml they give."""
